import { z } from 'zod'
import {
  type ActivationChoice,
  activate,
  activatedShape,
  activationChoice,
} from '../activations/index.js'
import { SpecError } from '../errors/parallax-error.js'
import { showShape, sizeOf } from '../graph/shape.js'
import { count } from '../options/numbers.js'
import { type LayerDefinition, layerFactory } from './definition.js'
import {
  declareKernelAndBias,
  type KernelAndBias,
  type KernelAndBiasOptions,
  kernelAndBias,
} from './weight-options.js'

/** Options of {@link dense}. */
export interface DenseOptions extends KernelAndBiasOptions {
  /** Number of outputs. */
  readonly units: number
  /** Default `linear`. */
  readonly activation?: ActivationChoice
}

type Parsed = KernelAndBias & Required<Pick<DenseOptions, 'units' | 'activation'>>

/** Definition of the layer {@link dense}. */
export const denseLayer: LayerDefinition<'dense', Parsed> = {
  type: 'dense',
  options: z.strictObject({
    units: count,
    activation: activationChoice.default('linear'),
    ...kernelAndBias,
  }) as unknown as z.ZodType<Parsed>,
  outputShape({ units, activation }, { input, where }) {
    if (input.length > 0) return activatedShape(activation, input.with(-1, units), where)
    throw new SpecError({
      where,
      problem: 'its input has no axis to connect to',
      expected: 'an input shape of at least one axis',
      received: showShape(input),
    })
  },
  weights: (options, input) =>
    declareKernelAndBias(options, [input.at(-1)!, options.units], [options.units]),
  lower({ units, activation, useBias }, { builder: b, input, weight }) {
    const features = input.shape.at(-1)!
    const rows = b.reshape(input, [sizeOf(input.shape) / features, features])
    const product = b.matmul(rows, weight('kernel'))
    const sum = useBias ? b.add(product, b.reshape(weight('bias'), [1, units])) : product
    return activate(b, activation, b.reshape(sum, input.shape.with(-1, units)))
  },
}

/**
 * A fully connected layer, as Keras's `Dense`: activation(input · kernel + bias), on the last axis
 * of its input. Kernel `[features, units]`, bias `[units]`.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const dense = layerFactory<'dense', Parsed, DenseOptions>(denseLayer)
