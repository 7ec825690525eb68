import { z } from 'zod'
import { SpecError } from '../errors/parallax-error.js'
import { showShape } from '../graph/shape.js'
import type { Pair } from '../graph/types.js'
import { pairOf, whole } from '../options/numbers.js'
import { type CommonLayerOptions, type LayerDefinition, layerFactory } from './definition.js'
import { requireSpatial } from './spatial.js'

/** Before and after an axis; a number stands for both. */
type Margin = number | Pair

/** Options of {@link zeroPadding1d}. */
export interface ZeroPadding1dOptions {
  /** Zeros before and after the steps, or one number for both. Default 1. */
  readonly padding?: Margin
}

/** Options of {@link zeroPadding2d}. */
export interface ZeroPadding2dOptions {
  /** Zeros around images: one number for all sides, `[rows, columns]` or `[[top, bottom], [left, right]]`. Default 1. */
  readonly padding?: Margin | readonly [Margin, Margin]
}

/** Options of {@link cropping2d}. */
export interface Cropping2dOptions {
  /** What is cut off: one number for all sides, `[rows, columns]` or `[[top, bottom], [left, right]]`. Default 0. */
  readonly cropping?: Margin | readonly [Margin, Margin]
}

type Sides = readonly [rows: Pair, columns: Pair]

const margin = pairOf(whole)
const sides = pairOf(margin)
const none = (size: number): [[number, number], [number, number]] => [
  [size, size],
  [size, size],
]

/** Definition of the layer {@link zeroPadding1d}. */
export const zeroPadding1dLayer: LayerDefinition<'zeroPadding1d', { readonly padding: Pair }> = {
  type: 'zeroPadding1d',
  options: z.strictObject({ padding: margin.default([1, 1]) }) as unknown as z.ZodType<{
    padding: Pair
  }>,
  outputShape({ padding: [before, after] }, { input, where }) {
    requireSpatial(input, 1, where)
    return input.with(0, before + input[0]! + after)
  },
  weights: () => [],
  lower: ({ padding: [before, after] }, { builder, input }) => builder.pad(input, 1, before, after),
}

/** Definition of the layer {@link zeroPadding2d}. */
export const zeroPadding2dLayer: LayerDefinition<'zeroPadding2d', { readonly padding: Sides }> = {
  type: 'zeroPadding2d',
  options: z.strictObject({ padding: sides.default(none(1)) }) as unknown as z.ZodType<{
    padding: Sides
  }>,
  outputShape({ padding }, { input, where }) {
    requireSpatial(input, 2, where)
    return input.map((size, axis) => size + (padding[axis]?.[0] ?? 0) + (padding[axis]?.[1] ?? 0))
  },
  weights: () => [],
  lower: ({ padding }, { builder, input }) =>
    padding.reduce(
      (image, [before, after], axis) => builder.pad(image, axis + 1, before, after),
      input,
    ),
}

/** Definition of the layer {@link cropping2d}. */
export const cropping2dLayer: LayerDefinition<'cropping2d', { readonly cropping: Sides }> = {
  type: 'cropping2d',
  options: z.strictObject({ cropping: sides.default(none(0)) }) as unknown as z.ZodType<{
    cropping: Sides
  }>,
  outputShape({ cropping }, { input, where }) {
    requireSpatial(input, 2, where)
    const shape = input.map(
      (size, axis) => size - (cropping[axis]?.[0] ?? 0) - (cropping[axis]?.[1] ?? 0),
    )
    if (shape.every((size) => size > 0)) return shape
    throw new SpecError({
      where: `${where}.cropping`,
      problem: 'it cuts off the whole image',
      expected: `less than ${showShape(input.slice(0, 2))} in all`,
      received: showShape(cropping.map(([before, after]) => before + after)),
    })
  },
  weights: () => [],
  lower: ({ cropping }, { builder, input }) =>
    cropping.reduce((image, [before, after], i) => {
      const axis = i + 1
      return builder.slice(image, axis, before, image.shape[axis]! - before - after)
    }, input),
}

const makeZeroPadding1d = layerFactory<
  'zeroPadding1d',
  { readonly padding: Pair },
  ZeroPadding1dOptions
>(zeroPadding1dLayer)

/**
 * Zeros before and after sequences, as Keras's `ZeroPadding1D`: `[steps, channels]` → `[before +
 * steps + after, channels]`.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const zeroPadding1d = (
  options: ZeroPadding1dOptions & CommonLayerOptions = {},
): ReturnType<typeof makeZeroPadding1d> => makeZeroPadding1d(options)

const makeZeroPadding2d = layerFactory<
  'zeroPadding2d',
  { readonly padding: Sides },
  ZeroPadding2dOptions
>(zeroPadding2dLayer)

/**
 * Zeros around images, as Keras's `ZeroPadding2D`: `[height, width, channels]` → `[top + height +
 * bottom, left + width + right, channels]`.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const zeroPadding2d = (
  options: ZeroPadding2dOptions & CommonLayerOptions = {},
): ReturnType<typeof makeZeroPadding2d> => makeZeroPadding2d(options)

const makeCropping2d = layerFactory<'cropping2d', { readonly cropping: Sides }, Cropping2dOptions>(
  cropping2dLayer,
)

/**
 * Images without their margins, as Keras's `Cropping2D`: `[height, width, channels]` → `[height −
 * top − bottom, width − left − right, channels]`.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const cropping2d = (
  options: Cropping2dOptions & CommonLayerOptions = {},
): ReturnType<typeof makeCropping2d> => makeCropping2d(options)
