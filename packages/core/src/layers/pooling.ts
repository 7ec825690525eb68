import { z } from 'zod'
import { count } from '../options/numbers.js'
import { type CommonLayerOptions, type LayerDefinition, layerFactory } from './definition.js'
import {
  countPair,
  type Extent,
  extentOf,
  imageShape,
  type PairOption,
  paddingAround,
  pairFrom,
  requireSpatial,
  type Sliding,
  validOrSame,
  windowsOver,
} from './spatial.js'

/** Options of pooling layers. */
export interface PoolingOptions<Size> {
  /** Default 2. */
  readonly poolSize?: Size
  /** Distance between neighbouring windows. Default the pool size. */
  readonly strides?: Size | undefined
  /** `valid`: windows inside the input only; `same`: one for every stride of it. Default `valid`. */
  readonly padding?: 'valid' | 'same'
}

interface Parsed<Size extends Extent = Extent> {
  readonly poolSize: Size
  readonly strides?: Size | undefined
  readonly padding: 'valid' | 'same'
}

const slidingOf = ({ poolSize, strides = poolSize, padding }: Parsed): Sliding => ({
  size: poolSize,
  strides,
  padding,
  dilation: typeof poolSize === 'number' ? 1 : [1, 1],
})

const layer = <Type extends string, Size extends Extent>(
  type: Type,
  operation: 'maxPool' | 'averagePool',
  axes: 1 | 2,
): LayerDefinition<Type, Parsed<Size>> => {
  const size = axes === 1 ? count : countPair
  return {
    type,
    options: z.strictObject({
      poolSize: axes === 1 ? count.default(2) : countPair.default([2, 2]),
      strides: size.optional(),
      padding: validOrSame,
    }) as unknown as z.ZodType<Parsed<Size>>,
    outputShape(options, { input, where }) {
      requireSpatial(input, axes, where)
      return [...windowsOver(extentOf(input), slidingOf(options), where), input.at(-1)!]
    },
    weights: () => [],
    lower(options, { builder: b, input }) {
      const [rows, ...row] = input.shape as [number, ...number[]]
      const sliding = slidingOf(options)
      const result = b[operation](b.reshape(input, [rows, ...imageShape(row)]), {
        size: pairFrom(sliding.size),
        strides: pairFrom(sliding.strides),
        padding: paddingAround(extentOf(row), sliding),
      })
      return b.reshape(result, [rows, ...result.shape.slice(3 - axes)])
    },
  }
}

type Sequences = PoolingOptions<number> & CommonLayerOptions
type Images = PoolingOptions<PairOption> & CommonLayerOptions
type PairSize = readonly [number, number]

/** Definition of the layer {@link maxPooling1d}. */
export const maxPooling1dLayer = layer<'maxPooling1d', number>('maxPooling1d', 'maxPool', 1)

/** Definition of the layer {@link maxPooling2d}. */
export const maxPooling2dLayer = layer<'maxPooling2d', PairSize>('maxPooling2d', 'maxPool', 2)

/** Definition of the layer {@link averagePooling1d}. */
export const averagePooling1dLayer = layer<'averagePooling1d', number>(
  'averagePooling1d',
  'averagePool',
  1,
)

/** Definition of the layer {@link averagePooling2d}. */
export const averagePooling2dLayer = layer<'averagePooling2d', PairSize>(
  'averagePooling2d',
  'averagePool',
  2,
)

const makeMax1d = layerFactory<'maxPooling1d', Parsed<number>, PoolingOptions<number>>(
  maxPooling1dLayer,
)
const makeMax2d = layerFactory<'maxPooling2d', Parsed<PairSize>, PoolingOptions<PairOption>>(
  maxPooling2dLayer,
)
const makeAverage1d = layerFactory<'averagePooling1d', Parsed<number>, PoolingOptions<number>>(
  averagePooling1dLayer,
)
const makeAverage2d = layerFactory<
  'averagePooling2d',
  Parsed<PairSize>,
  PoolingOptions<PairOption>
>(averagePooling2dLayer)

/**
 * The largest value of every window along sequences, as Keras's `MaxPooling1D`: `[steps, channels]`
 * → `[windows, channels]`. Padding never wins.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const maxPooling1d = (options: Sequences = {}): ReturnType<typeof makeMax1d> =>
  makeMax1d(options)

/**
 * The largest value of every window of images, as Keras's `MaxPooling2D`: `[height, width,
 * channels]` → `[rows, columns, channels]`. Padding never wins.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const maxPooling2d = (options: Images = {}): ReturnType<typeof makeMax2d> =>
  makeMax2d(options)

/**
 * The mean of every window along sequences, as Keras's `AveragePooling1D`: `[steps, channels]` →
 * `[windows, channels]`. Padding does not count.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const averagePooling1d = (options: Sequences = {}): ReturnType<typeof makeAverage1d> =>
  makeAverage1d(options)

/**
 * The mean of every window of images, as Keras's `AveragePooling2D`: `[height, width, channels]` →
 * `[rows, columns, channels]`. Padding does not count.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const averagePooling2d = (options: Images = {}): ReturnType<typeof makeAverage2d> =>
  makeAverage2d(options)
