import { z } from 'zod'
import {
  type ActivationChoice,
  activate,
  activatedShape,
  activationChoice,
} from '../activations/index.js'
import { type LayerDefinition, layerFactory } from './definition.js'

/** Options of {@link activation}. */
export interface ActivationOptions {
  readonly activation: ActivationChoice
}

/** Definition of the layer {@link activation}. */
export const activationLayer: LayerDefinition<'activation', ActivationOptions> = {
  type: 'activation',
  options: z.strictObject({ activation: activationChoice }),
  outputShape: (options, { input, where }) => activatedShape(options.activation, input, where),
  weights: () => [],
  lower: (options, { builder, input }) => activate(builder, options.activation, input),
}

/**
 * Applies an activation function, as Keras's `Activation`. Any shape; `glu` halves the last
 * axis.
 *
 * @throws {SpecError} if an option is unknown.
 */
export const activation = layerFactory<'activation', ActivationOptions, ActivationOptions>(
  activationLayer,
)
