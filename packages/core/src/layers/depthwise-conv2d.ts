import { z } from 'zod'
import { type ActivationChoice, activatedShape, activationChoice } from '../activations/index.js'
import type { ConstraintChoice } from '../constraints/index.js'
import type { GraphNode, Pair, Shape } from '../graph/types.js'
import type { InitializerChoice } from '../initializers/index.js'
import { count } from '../options/numbers.js'
import type { RegularizerChoice } from '../regularizers/index.js'
import { biasAndActivate, convolve } from './convolution.js'
import { type LayerContext, type LayerDefinition, layerFactory } from './definition.js'
import {
  countPair,
  extentOf,
  type PairOption,
  requireOneKindOfGap,
  requireSpatial,
  type Sliding,
  validOrSame,
  windowsOver,
} from './spatial.js'
import {
  type Bias,
  type BiasOptions,
  biasOptions,
  declareBias,
  declareKernel,
  kernelAndBias,
} from './weight-options.js'

/** Options of {@link depthwiseConv2d}. */
export interface DepthwiseConv2dOptions extends BiasOptions {
  /** A number stands for both axes, here and below. */
  readonly kernelSize: PairOption
  /** Distance between neighbouring windows. Default 1. */
  readonly strides?: PairOption
  /** `valid`: windows inside the image only; `same`: zeros around it, the odd one after. Default `valid`. */
  readonly padding?: 'valid' | 'same'
  /** Distance between neighbouring cells of a window. Default 1. */
  readonly dilationRate?: PairOption
  /** Output channels for each input channel. Default 1. */
  readonly depthMultiplier?: number
  /** Default `linear`. */
  readonly activation?: ActivationChoice
  /** Default `glorotUniform`. */
  readonly depthwiseInitializer?: InitializerChoice
  readonly depthwiseRegularizer?: RegularizerChoice | undefined
  readonly depthwiseConstraint?: ConstraintChoice | undefined
}

/** {@link DepthwiseConv2dOptions} with defaults filled in. */
export interface Depthwise extends Bias {
  readonly kernelSize: Pair
  readonly strides: Pair
  readonly padding: 'valid' | 'same'
  readonly dilationRate: Pair
  readonly depthMultiplier: number
  readonly activation: ActivationChoice
  readonly depthwiseInitializer: InitializerChoice
  readonly depthwiseRegularizer?: RegularizerChoice | undefined
  readonly depthwiseConstraint?: ConstraintChoice | undefined
}

/** Schema of {@link DepthwiseConv2dOptions}, to be spread into a layer's own. */
export const depthwiseOptions = {
  kernelSize: countPair,
  strides: countPair.default([1, 1]),
  padding: validOrSame,
  dilationRate: countPair.default([1, 1]),
  depthMultiplier: count.default(1),
  activation: activationChoice.default('linear'),
  ...biasOptions,
  depthwiseInitializer: kernelAndBias.kernelInitializer,
  depthwiseRegularizer: kernelAndBias.kernelRegularizer,
  depthwiseConstraint: kernelAndBias.kernelConstraint,
}

const slidingOf = ({ kernelSize, strides, padding, dilationRate }: Depthwise): Sliding => ({
  size: kernelSize,
  strides,
  padding,
  dilation: dilationRate,
})

/** The shape of a depthwise convolution's result. Throws if the layer cannot take the input. */
export function depthwiseShape(options: Depthwise, input: Shape, where: string): Shape {
  requireSpatial(input, 2, where)
  const sliding = slidingOf(options)
  requireOneKindOfGap(sliding, where)
  const windows = windowsOver(extentOf(input), sliding, where)
  return [...windows, input.at(-1)! * options.depthMultiplier]
}

/** The declaration of the kernel `[rows, columns, channels, depthMultiplier]`. */
export const declareDepthwise = (name: string, options: Depthwise, channels: number) =>
  declareKernel(name, [...options.kernelSize, channels, options.depthMultiplier], {
    initializer: options.depthwiseInitializer,
    regularizer: options.depthwiseRegularizer,
    constraint: options.depthwiseConstraint,
  })

/** Convolves every channel with its own part of the kernel. */
export function convolveDepthwise(
  context: LayerContext,
  kernel: GraphNode,
  options: Depthwise,
): GraphNode {
  const channels = context.input.shape.at(-1)!
  const filter = context.builder.reshape(kernel, [
    ...options.kernelSize,
    1,
    channels * options.depthMultiplier,
  ])
  return convolve(context, context.input, filter, { ...slidingOf(options), groups: channels })
}

/** Definition of the layer {@link depthwiseConv2d}. */
export const depthwiseConv2dLayer: LayerDefinition<'depthwiseConv2d', Depthwise> = {
  type: 'depthwiseConv2d',
  options: z.strictObject(depthwiseOptions) as unknown as z.ZodType<Depthwise>,
  outputShape: (options, { input, where }) =>
    activatedShape(options.activation, depthwiseShape(options, input, where), where),
  weights: (options, input) => [
    declareDepthwise('kernel', options, input.at(-1)!),
    ...declareBias(options, [input.at(-1)! * options.depthMultiplier]),
  ],
  lower: (options, context) =>
    biasAndActivate(
      context,
      convolveDepthwise(context, context.weight('kernel'), options),
      options,
    ),
}

/**
 * Convolution of each channel of images by itself, as Keras's `DepthwiseConv2D`: `[height, width,
 * channels]` → `[rows, columns, channels · depthMultiplier]`, the outputs of one channel side by
 * side. Kernel `[rows, columns, channels, depthMultiplier]`.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const depthwiseConv2d = layerFactory<'depthwiseConv2d', Depthwise, DepthwiseConv2dOptions>(
  depthwiseConv2dLayer,
)
