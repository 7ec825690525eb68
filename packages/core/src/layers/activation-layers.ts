import { z } from 'zod'
import { relu as applyRelu } from '../activations/functions.js'
import { activate } from '../activations/index.js'
import { nonNegative } from '../options/numbers.js'
import { axisOf, axisOption } from './axes.js'
import { type LayerDefinition, optionalLayerFactory } from './definition.js'

/** Options of {@link relu}. */
export interface ReluOptions {
  /** Outputs do not exceed it. */
  readonly maxValue?: number | undefined
  /** Slope below the threshold. Default 0. */
  readonly negativeSlope?: number
  /** Default 0. */
  readonly threshold?: number
}

/** Options of {@link leakyRelu}. */
export interface LeakyReluOptions {
  /** Slope below 0. Default 0.3. */
  readonly negativeSlope?: number
}

/** Options of {@link elu}. */
export interface EluOptions {
  /** Minus what it tends to for very negative numbers. Default 1. */
  readonly alpha?: number
}

/** Options of {@link softmax}. */
export interface SoftmaxOptions {
  /** The axis whose elements sum to 1. Default −1, the last. */
  readonly axis?: number
}

type ParsedRelu = ReluOptions & Required<Omit<ReluOptions, 'maxValue'>>

/** Definition of the layer {@link relu}. */
export const reluLayer: LayerDefinition<'relu', ParsedRelu> = {
  type: 'relu',
  options: z.strictObject({
    maxValue: nonNegative.optional(),
    negativeSlope: nonNegative.default(0),
    threshold: nonNegative.default(0),
  }) as unknown as z.ZodType<ParsedRelu>,
  outputShape: (_, { input }) => input,
  weights: () => [],
  lower: (options, { builder, input }) => applyRelu(builder, input, options),
}

/** Definition of the layer {@link leakyRelu}. */
export const leakyReluLayer: LayerDefinition<'leakyRelu', Required<LeakyReluOptions>> = {
  type: 'leakyRelu',
  options: z.strictObject({ negativeSlope: nonNegative.default(0.3) }),
  outputShape: (_, { input }) => input,
  weights: () => [],
  lower: (options, { builder, input }) =>
    activate(builder, { name: 'leakyRelu', ...options }, input),
}

/** Definition of the layer {@link elu}. */
export const eluLayer: LayerDefinition<'elu', Required<EluOptions>> = {
  type: 'elu',
  options: z.strictObject({ alpha: z.number().default(1) }),
  outputShape: (_, { input }) => input,
  weights: () => [],
  lower: (options, { builder, input }) => activate(builder, { name: 'elu', ...options }, input),
}

/** Definition of the layer {@link softmax}. */
export const softmaxLayer: LayerDefinition<'softmax', Required<SoftmaxOptions>> = {
  type: 'softmax',
  options: z.strictObject({ axis: axisOption }),
  outputShape({ axis }, { input, where }) {
    axisOf(axis, input, `${where}.axis`)
    return input
  },
  weights: () => [],
  lower: (options, { builder, input }) => activate(builder, { name: 'softmax', ...options }, input),
}

/**
 * Rectified linear units, as Keras's `ReLU`: the input from the threshold up to `maxValue`, and
 * below it negativeSlope · (input − threshold). Any shape.
 *
 * @throws {SpecError} if an option is unknown or negative.
 */
export const relu = optionalLayerFactory<'relu', ParsedRelu, ReluOptions>(reluLayer)

/**
 * As Keras's `LeakyReLU`: the input, below 0 times `negativeSlope`. Any shape. The slope is 0.3
 * unless given, while the activation of that name has 0.2.
 *
 * @throws {SpecError} if the slope is negative.
 */
export const leakyRelu = optionalLayerFactory<
  'leakyRelu',
  Required<LeakyReluOptions>,
  LeakyReluOptions
>(leakyReluLayer)

/**
 * Exponential linear units, as Keras's `ELU`: the input, below 0 alpha · (e^input − 1). Any shape.
 *
 * @throws {SpecError} if an option is unknown.
 */
export const elu = optionalLayerFactory<'elu', Required<EluOptions>, EluOptions>(eluLayer)

/**
 * Softmax over one axis, as Keras's `Softmax`. Any shape.
 *
 * @throws {SpecError} if there is no such axis.
 */
export const softmax = optionalLayerFactory<'softmax', Required<SoftmaxOptions>, SoftmaxOptions>(
  softmaxLayer,
)
