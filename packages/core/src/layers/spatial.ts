import { z } from 'zod'
import { SpecError } from '../errors/parallax-error.js'
import { showShape } from '../graph/shape.js'
import type { Padding, Pair, Shape } from '../graph/types.js'
import { countWindows, samePadding } from '../graph/windows.js'
import { count, pairOf } from '../options/numbers.js'

/** A size of an image, or of a sequence, which is computed with as an image of one row. */
export type Extent = number | Pair

/** What a user gives for a {@link Pair}: the same number for both axes, or one each. */
export type PairOption = number | Pair

/** Schema of a {@link Pair} of at least 1 each. */
export const countPair = pairOf(count) as z.ZodType<Pair>

/** Which windows there are: those inside the input, or one for every stride of it. */
export type WindowPadding = 'valid' | 'same' | 'causal'

/** Schema of the padding that every layer with windows takes. */
export const validOrSame = z.enum(['valid', 'same']).default('valid')

/** How windows slide over an input. */
export interface Sliding {
  readonly size: Extent
  readonly strides: Extent
  readonly padding: WindowPadding
  readonly dilation: Extent
}

/** An extent as that of an image. */
export const pairFrom = (extent: Extent): Pair =>
  typeof extent === 'number' ? [1, extent] : extent

/** The numbers of an extent as they stand in a shape: one of a sequence, two of an image. */
export const axesOf = (extent: Extent): Shape => (typeof extent === 'number' ? [extent] : extent)

/** The extent of rows `[steps, channels]` or `[height, width, channels]`. */
export const extentOf = (row: Shape): Extent => (row.length === 2 ? row[0]! : [row[0]!, row[1]!])

/** Rows of sequences or images as images `[height, width, channels]`. */
export const imageShape = (row: Shape): Shape => [...pairFrom(extentOf(row)), row.at(-1)!]

const forms = {
  1: 'sequences [steps, channels]',
  2: 'images [height, width, channels]',
} as const

/** Throws unless a layer's input are sequences (1) or images (2) with channels. */
export function requireSpatial(input: Shape, axes: 1 | 2, where: string): void {
  if (input.length === axes + 1) return
  throw new SpecError({
    where,
    problem: 'its input has the wrong number of axes',
    expected: forms[axes],
    received: showShape(input),
    hint: 'Put reshape() in front, and give one channel an axis of its own.',
  })
}

/** Keras computes no windows that have gaps both between and inside them. */
export function requireOneKindOfGap(
  { strides, dilation }: Pick<Sliding, 'strides' | 'dilation'>,
  where: string,
): void {
  const isAboveOne = (extent: Extent): boolean => pairFrom(extent).some((value) => value > 1)
  if (!isAboveOne(strides) || !isAboveOne(dilation)) return
  throw new SpecError({
    where,
    problem: 'strides and dilationRate are both above 1',
    received: `strides ${showExtent(strides)}, dilationRate ${showExtent(dilation)}`,
    hint: 'Use one of them, or two layers.',
  })
}

/** Zeros around the input, with which there are the windows that its padding promises. */
export function paddingAround(input: Extent, sliding: Sliding): Padding {
  const [image, size, strides, dilation] = [
    input,
    sliding.size,
    sliding.strides,
    sliding.dilation,
  ].map(pairFrom) as [Pair, Pair, Pair, Pair]
  if (sliding.padding === 'valid') return [0, 0, 0, 0]
  if (sliding.padding === 'causal') return [0, 0, (size[1] - 1) * dilation[1], 0]
  return [0, 1].flatMap((axis) =>
    samePadding(image[axis]!, size[axis]!, strides[axis]!, dilation[axis]!),
  ) as unknown as Padding
}

/** How many windows there are on each axis. Throws if none fits. */
export function windowsOver(input: Extent, sliding: Sliding, where: string): Shape {
  const counts = countWindows({
    image: pairFrom(input),
    size: pairFrom(sliding.size),
    strides: pairFrom(sliding.strides),
    dilation: pairFrom(sliding.dilation),
    padding: paddingAround(input, sliding),
  })
  if (counts.every((windows) => windows >= 1)) return counts.slice(2 - axesOf(input).length)
  throw new SpecError({
    where,
    problem: 'the window is larger than the input',
    expected: `at most ${showExtent(input)}`,
    received: showExtent(spanOf(sliding)),
    hint: "Use padding: 'same', or a smaller window.",
  })
}

/** From the first to the last cell of a window. */
function spanOf({ size, dilation }: Sliding): Extent {
  const span = (cells: number, distance: number): number => (cells - 1) * distance + 1
  const [rows, columns] = pairFrom(size)
  const [down, across] = pairFrom(dilation)
  return typeof size === 'number'
    ? span(columns, across)
    : [span(rows, down), span(columns, across)]
}

const showExtent = (extent: Extent): string => axesOf(extent).join(' by ')
