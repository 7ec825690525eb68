import { z } from 'zod'
import { type ActivationChoice, activatedShape, activationChoice } from '../activations/index.js'
import type { Shape } from '../graph/types.js'
import { count } from '../options/numbers.js'
import { biasAndActivate } from './convolution.js'
import { type LayerDefinition, layerFactory } from './definition.js'
import {
  axesOf,
  countPair,
  type Extent,
  imageShape,
  type PairOption,
  paddingAround,
  pairFrom,
  requireOneKindOfGap,
  requireSpatial,
  type Sliding,
  validOrSame,
} from './spatial.js'
import {
  declareKernelAndBias,
  type KernelAndBias,
  type KernelAndBiasOptions,
  kernelAndBias,
} from './weight-options.js'

interface TransposedOptions<Size> extends KernelAndBiasOptions {
  /** Number of output channels. */
  readonly filters: number
  readonly kernelSize: Size
  /** How many times larger the output is. Default 1. */
  readonly strides?: Size
  /** `valid`: all that the kernel reaches; `same`: strides times the input. Default `valid`. */
  readonly padding?: 'valid' | 'same'
  /** Distance between neighbouring cells of a window. Default 1. */
  readonly dilationRate?: Size
  /** Default `linear`. */
  readonly activation?: ActivationChoice
}

/** Options of {@link conv1dTranspose}. */
export type Conv1dTransposeOptions = TransposedOptions<number>

/** Options of {@link conv2dTranspose}; a number stands for both axes. */
export type Conv2dTransposeOptions = TransposedOptions<PairOption>

type Parsed<Size extends Extent = Extent> = KernelAndBias &
  Required<
    Pick<
      TransposedOptions<Size>,
      'filters' | 'kernelSize' | 'strides' | 'padding' | 'dilationRate' | 'activation'
    >
  >

const slidingOf = ({ kernelSize, strides, padding, dilationRate }: Parsed): Sliding => ({
  size: kernelSize,
  strides,
  padding,
  dilation: dilationRate,
})

/** The output before its activation: what a convolution would have made the input of. */
function spreadShape(options: Parsed, input: Shape): Shape {
  const [size, strides, dilation] = [options.kernelSize, options.strides, options.dilationRate].map(
    axesOf,
  ) as [Shape, Shape, Shape]
  const axes = input.slice(0, -1).map((length, axis) => {
    const span = (size[axis]! - 1) * dilation[axis]! + 1
    const reach = options.padding === 'valid' ? Math.max(0, span - strides[axis]!) : 0
    return length * strides[axis]! + reach
  })
  return [...axes, options.filters]
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
    padding: validOrSame,
    activation: activationChoice.default('linear'),
    ...kernelAndBias,
  }) as unknown as z.ZodType<Parsed<Size>>,
  outputShape(options, { input, where }) {
    requireSpatial(input, axes, where)
    requireOneKindOfGap(slidingOf(options), where)
    return activatedShape(options.activation, spreadShape(options, input), where)
  },
  weights: (options, input) =>
    declareKernelAndBias(
      options,
      [...axesOf(options.kernelSize), options.filters, input.at(-1)!],
      [options.filters],
    ),
  lower(options, context) {
    const { builder: b, input, weight } = context
    const [rows, ...row] = input.shape as [number, ...number[]]
    const spread = spreadShape(options, row)
    const kernel = weight('kernel')
    const image = imageShape(spread)
    const result = b.convInputGradient(
      b.reshape(input, [rows, ...imageShape(row)]),
      b.reshape(kernel, [...pairFrom(options.kernelSize), ...kernel.shape.slice(-2)]),
      {
        inputShape: [rows, ...image],
        strides: pairFrom(options.strides),
        padding: paddingAround([image[0]!, image[1]!], slidingOf(options)),
        dilation: pairFrom(options.dilationRate),
      },
    )
    return biasAndActivate(context, b.reshape(result, [rows, ...spread]), options)
  },
})

/** Definition of the layer {@link conv1dTranspose}. */
export const conv1dTransposeLayer = layer<'conv1dTranspose', number>('conv1dTranspose', 1, {
  kernelSize: count,
  strides: count.default(1),
  dilationRate: count.default(1),
})

/** Definition of the layer {@link conv2dTranspose}. */
export const conv2dTransposeLayer = layer<'conv2dTranspose', readonly [number, number]>(
  'conv2dTranspose',
  2,
  {
    kernelSize: countPair,
    strides: countPair.default([1, 1]),
    dilationRate: countPair.default([1, 1]),
  },
)

/**
 * Transposed convolution along sequences, as Keras's `Conv1DTranspose`: `[steps, channels]` →
 * `[steps · strides (+ what the kernel reaches beyond), filters]`. It is to a `conv1d` from outputs
 * to inputs what its gradient is. Kernel `[kernelSize, filters, channels]`, bias `[filters]`.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const conv1dTranspose = layerFactory<
  'conv1dTranspose',
  Parsed<number>,
  Conv1dTransposeOptions
>(conv1dTransposeLayer)

/**
 * Transposed convolution of images, as Keras's `Conv2DTranspose`: `[height, width, channels]` →
 * images that are `strides` times as large (plus, with `valid`, what the kernel reaches beyond).
 * Kernel `[rows, columns, filters, channels]`, bias `[filters]`.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const conv2dTranspose = layerFactory<
  'conv2dTranspose',
  Parsed<readonly [number, number]>,
  Conv2dTransposeOptions
>(conv2dTransposeLayer)
