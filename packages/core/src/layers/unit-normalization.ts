import { z } from 'zod'
import { type Axes, axesOf, axesOption } from './axes.js'
import { type LayerDefinition, optionalLayerFactory } from './definition.js'
import { unitLength } from './moments.js'

/** Options of {@link unitNormalization}. */
export interface UnitNormalizationOptions {
  /** The axis or axes whose elements make up a vector. Default −1, the last. */
  readonly axis?: Axes
}

type Parsed = Required<UnitNormalizationOptions>

/** Definition of the layer {@link unitNormalization}. */
export const unitNormalizationLayer: LayerDefinition<'unitNormalization', Parsed> = {
  type: 'unitNormalization',
  options: z.strictObject({ axis: axesOption }),
  outputShape({ axis }, { input, where }) {
    axesOf(axis, input, `${where}.axis`)
    return input
  },
  weights: () => [],
  lower: ({ axis }, { builder, input }) =>
    unitLength(builder, input, axesOf(axis, input.shape.slice(1), ''), 1e-12),
}

/**
 * Vectors divided by their Euclidean norm (but no less than 1e-12), as Keras's `UnitNormalization`.
 * A vector of zeros stays as it is, with gradient 0. Any shape.
 *
 * @throws {SpecError} if an option is unknown or there is no such axis.
 */
export const unitNormalization = optionalLayerFactory<
  'unitNormalization',
  Parsed,
  UnitNormalizationOptions
>(unitNormalizationLayer)
