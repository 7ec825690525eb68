import { z } from 'zod'
import {
  type ActivationChoice,
  activate,
  activatedShape,
  activationChoice,
} from '../activations/index.js'
import { SpecError } from '../errors/parallax-error.js'
import type { GraphNode, Shape } from '../graph/types.js'
import { count } from '../options/numbers.js'
import { type LayerContext, type LayerDefinition, layerFactory } from './definition.js'
import {
  axesOf,
  countPair,
  type Extent,
  extentOf,
  imageShape,
  type PairOption,
  paddingAround,
  pairFrom,
  requireOneKindOfGap,
  requireSpatial,
  type Sliding,
  validOrSame,
  type WindowPadding,
  windowsOver,
} from './spatial.js'
import {
  type BiasOptions,
  declareKernelAndBias,
  type KernelAndBias,
  type KernelAndBiasOptions,
  kernelAndBias,
} from './weight-options.js'

interface ConvolutionOptions<Size, Kind extends WindowPadding> extends KernelAndBiasOptions {
  /** Number of output channels. */
  readonly filters: number
  readonly kernelSize: Size
  /** Distance between neighbouring windows. Default 1. */
  readonly strides?: Size
  /** `valid`: windows inside the input only; `same`: zeros around it, the odd one after. Default `valid`. */
  readonly padding?: Kind
  /** Distance between neighbouring cells of a window. Default 1. */
  readonly dilationRate?: Size
  /** Parts of the channels that are convolved apart from one another. Default 1. */
  readonly groups?: number
  /** Default `linear`. */
  readonly activation?: ActivationChoice
}

/** Options of {@link conv1d}; `causal` padding puts all zeros before, so no step sees later ones. */
export type Conv1dOptions = ConvolutionOptions<number, 'valid' | 'same' | 'causal'>

/** Options of {@link conv2d}; a number stands for both axes. */
export type Conv2dOptions = ConvolutionOptions<PairOption, 'valid' | 'same'>

type Parsed<Size extends Extent = Extent> = KernelAndBias &
  Required<
    Pick<
      ConvolutionOptions<Size, WindowPadding>,
      'filters' | 'kernelSize' | 'strides' | 'padding' | 'dilationRate' | 'groups' | 'activation'
    >
  >

const slidingOf = ({ kernelSize, strides, padding, dilationRate }: Parsed): Sliding => ({
  size: kernelSize,
  strides,
  padding,
  dilation: dilationRate,
})

/** Convolves rows with a filter `[rows, columns, channels / groups, outputs]`. */
export function convolve(
  { builder: b }: LayerContext,
  input: GraphNode,
  filter: GraphNode,
  { groups, ...sliding }: Sliding & { readonly groups: number },
): GraphNode {
  const [rows, ...row] = input.shape as [number, ...number[]]
  const result = b.conv2d(b.reshape(input, [rows, ...imageShape(row)]), filter, {
    strides: pairFrom(sliding.strides),
    padding: paddingAround(extentOf(row), sliding),
    dilation: pairFrom(sliding.dilation),
    groups,
  })
  const [, height, width, outputs] = result.shape as [number, number, number, number]
  return b.reshape(
    result,
    row.length === 2 ? [rows, width, outputs] : [rows, height, width, outputs],
  )
}

/** Adds the bias of a layer, if it has one, to each channel, and activates. */
export function biasAndActivate(
  { builder: b, weight }: LayerContext,
  input: GraphNode,
  { useBias, activation }: BiasOptions & { readonly activation: ActivationChoice },
): GraphNode {
  const channels = input.shape.map((size, axis) => (axis === input.shape.length - 1 ? size : 1))
  const sum = useBias ? b.add(input, b.reshape(weight('bias'), channels)) : input
  return activate(b, activation, sum)
}

const layer = <Type extends string, Size extends Extent>(
  type: Type,
  axes: 1 | 2,
  options: z.ZodRawShape,
): LayerDefinition<Type, Parsed<Size>> => ({
  type,
  options: z.strictObject({
    filters: count,
    ...options,
    groups: count.default(1),
    activation: activationChoice.default('linear'),
    ...kernelAndBias,
  }) as unknown as z.ZodType<Parsed<Size>>,
  outputShape(options, { input, where }) {
    requireSpatial(input, axes, where)
    requireGroups(options, input.at(-1)!, where)
    const sliding = slidingOf(options)
    requireOneKindOfGap(sliding, where)
    const windows = windowsOver(extentOf(input), sliding, where)
    return activatedShape(options.activation, [...windows, options.filters], where)
  },
  weights: (options, input) =>
    declareKernelAndBias(options, kernelShape(options, input.at(-1)!), [options.filters]),
  lower(options, context) {
    const channels = context.input.shape.at(-1)!
    const filter = context.builder.reshape(context.weight('kernel'), [
      ...pairFrom(options.kernelSize),
      ...kernelShape(options, channels).slice(-2),
    ])
    const sliding = { ...slidingOf(options), groups: options.groups }
    return biasAndActivate(context, convolve(context, context.input, filter, sliding), options)
  },
})

const kernelShape = ({ kernelSize, groups, filters }: Parsed, channels: number): Shape => [
  ...axesOf(kernelSize),
  channels / groups,
  filters,
]

function requireGroups({ groups, filters }: Parsed, channels: number, where: string): void {
  for (const [name, value] of Object.entries({ 'channels of the input': channels, filters })) {
    if (value % groups === 0) continue
    throw new SpecError({
      where: `${where}.groups`,
      problem: `the ${name} do not divide into the groups`,
      expected: `a divisor of ${channels} (channels) and of ${filters} (filters)`,
      received: String(groups),
    })
  }
}

/** Definition of the layer {@link conv1d}. */
export const conv1dLayer = layer<'conv1d', number>('conv1d', 1, {
  kernelSize: count,
  strides: count.default(1),
  padding: z.enum(['valid', 'same', 'causal']).default('valid'),
  dilationRate: count.default(1),
})

/** Definition of the layer {@link conv2d}. */
export const conv2dLayer = layer<'conv2d', readonly [number, number]>('conv2d', 2, {
  kernelSize: countPair,
  strides: countPair.default([1, 1]),
  padding: validOrSame,
  dilationRate: countPair.default([1, 1]),
})

/**
 * Convolution along sequences, as Keras's `Conv1D`: `[steps, channels]` → `[windows, filters]`,
 * activation(Σ input[i · strides + p · dilationRate, k] · kernel[p, k, filter] + bias). Kernel
 * `[kernelSize, channels / groups, filters]`, bias `[filters]`.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const conv1d = layerFactory<'conv1d', Parsed<number>, Conv1dOptions>(conv1dLayer)

/**
 * Convolution of images, as Keras's `Conv2D`: `[height, width, channels]` → `[rows, columns,
 * filters]`. Kernel `[rows, columns, channels / groups, filters]`, bias `[filters]`.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const conv2d = layerFactory<'conv2d', Parsed<readonly [number, number]>, Conv2dOptions>(
  conv2dLayer,
)
