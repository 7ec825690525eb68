import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { attributionOf } from '../attribution.js'
import { counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import { type Limits, limits } from '../explained/limits.js'
import type { Attribution } from '../explanation.js'
import { type FillChoice, fillChoice, fillValues } from '../fill.js'
import { type MatrixLike, toMatrix } from '../matrix.js'
import { changesWithout } from './changes.js'

/** Options of {@link occludePatches}. */
export interface OccludePatchesOptions extends Limits {
  /** How a row of features lies in space: `[height, width]`, or `[height, width, channels]`. */
  readonly imageShape: readonly number[]
  /** Height and width of the window, or one number for both. Default 3. */
  readonly patch?: number | readonly [number, number]
  /** By how much the window moves, down and across; no more than its size. Default 1. */
  readonly stride?: number | readonly [number, number]
  /** What the window is filled with. Default `zero`. */
  readonly fill?: FillChoice
}

const size = z.int().min(1)
const pair = (otherwise: number) =>
  z
    .union([size.transform((both): [number, number] => [both, both]), z.tuple([size, size])])
    .default([otherwise, otherwise])
const schema = z.strictObject({
  imageShape: z.array(size).min(2).max(3),
  patch: pair(3),
  stride: pair(1),
  fill: fillChoice.default('zero'),
  ...limits,
})

/**
 * Which parts of an image matter: a window slides over it, all channels are filled in, and the answer
 * falls by so much (Zeiler and Fergus, Visualizing and understanding convolutional networks, 2014). A
 * pixel has the mean over the windows that cover it; the last window of a row or column ends at the
 * image's edge. The features of the explanation are pixels, their data means over channels.
 *
 * @throws {OptionError} if the shape is not that of the features, or the window does not fit.
 */
export async function occludePatches(
  explained: Explainable,
  rows: MatrixLike,
  options: OccludePatchesOptions,
): Promise<Attribution> {
  const parsed = parseWith(schema, options, 'occludePatches options', OptionError)
  const [height, width, channels = 1] = parsed.imageShape as [number, number, number?]
  requireFitting(parsed, explained.featureNames.length)
  const matrix = toMatrix(rows, 'rows', explained.featureNames.length)
  const tops = starts(height, parsed.patch[0], parsed.stride[0])
  const lefts = starts(width, parsed.patch[1], parsed.stride[1])
  const windows = tops.flatMap((top) =>
    lefts.map((left) => pixelsOf([top, left], parsed.patch, width)),
  )
  const columnsOf = (pixel: number): number[] =>
    Array.from({ length: channels }, (_, channel) => pixel * channels + channel)
  const asked = counted(explained, parsed)
  asked.expect(matrix.rows * (1 + windows.length))
  const hidden = windows.map((pixels) => pixels.flatMap(columnsOf))
  const fill = fillValues(parsed.fill, matrix)
  const { predictions, changes } = await changesWithout(asked, matrix, hidden, fill)
  const pixels = height * width
  const found = attributionOf(explained, {
    method: 'occludePatches',
    rows: matrix,
    players: Array.from({ length: pixels }, (_, pixel) => ({
      name: `${Math.floor(pixel / width)}, ${pixel % width}`,
      columns: columnsOf(pixel),
    })),
    values: spread(changes, windows, matrix.rows, pixels),
    predictions,
    featureShape: [height, width],
    checks: { evaluations: asked.evaluations, windows: windows.length },
  })
  const data = Array.from({ length: matrix.rows * pixels }, (_, i) =>
    columnsOf(i).reduce((sum, column) => sum + matrix.values[column]! / channels, 0),
  )
  return { ...found, data }
}

/** Where windows start, so that they cover all of a side. */
function starts(side: number, patch: number, stride: number): number[] {
  const last = side - patch
  const regular = Array.from({ length: Math.floor(last / stride) + 1 }, (_, i) => i * stride)
  return regular.at(-1) === last ? regular : [...regular, last]
}

const pixelsOf = (
  [top, left]: readonly [number, number],
  [tall, wide]: readonly [number, number],
  width: number,
): number[] =>
  Array.from(
    { length: tall * wide },
    (_, i) => (top + Math.floor(i / wide)) * width + left + (i % wide),
  )

/** Every pixel's mean over the windows that cover it, `[rows, pixels, outputs]`. */
function spread(
  changes: Float64Array,
  windows: readonly (readonly number[])[],
  rows: number,
  pixels: number,
): Float64Array {
  const outputs = changes.length / (rows * windows.length)
  const covers = new Float64Array(pixels)
  for (const pixel of windows.flat()) covers[pixel]! += 1
  const values = new Float64Array(rows * pixels * outputs)
  for (let r = 0; r < rows; r++) {
    for (const [w, window] of windows.entries()) {
      for (const pixel of window) {
        for (let o = 0; o < outputs; o++) {
          const change = changes[(r * windows.length + w) * outputs + o]!
          values[(r * pixels + pixel) * outputs + o]! += change / covers[pixel]!
        }
      }
    }
  }
  return values
}

function requireFitting(
  { imageShape, patch, stride }: z.output<typeof schema>,
  features: number,
): void {
  const inImage = imageShape.reduce((product, side) => product * side, 1)
  const sides = [0, 1] as const
  const tooLarge = sides.some((side) => patch[side] > imageShape[side]!)
  const leavesGaps = sides.some((side) => stride[side] > patch[side])
  if (inImage === features && !tooLarge && !leavesGaps) return
  throw new OptionError({
    where: `option ${inImage !== features ? 'imageShape' : tooLarge ? 'patch' : 'stride'}`,
    problem:
      inImage !== features
        ? 'it has not as many numbers as a row has features'
        : tooLarge
          ? 'the window is larger than the image'
          : 'the windows leave gaps',
    ...(inImage !== features && { expected: String(features), received: String(inImage) }),
  })
}
