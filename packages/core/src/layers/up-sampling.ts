import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import { sizeOf } from '../graph/shape.js'
import type { GraphNode, Pair } from '../graph/types.js'
import { count } from '../options/numbers.js'
import { type CommonLayerOptions, type LayerDefinition, layerFactory } from './definition.js'
import { countPair, type PairOption, requireSpatial } from './spatial.js'

/** Options of {@link upSampling1d}. */
export interface UpSampling1dOptions {
  /** How often each step is repeated. Default 2. */
  readonly size?: number
}

/** Options of {@link upSampling2d}. */
export interface UpSampling2dOptions {
  /** How many times higher and wider images become; a number stands for both. Default 2. */
  readonly size?: PairOption
  /** Between pixels: the nearest one, or a mixture of the two beside on each axis. Default `nearest`. */
  readonly interpolation?: 'nearest' | 'bilinear'
}

type Parsed1d = Required<UpSampling1dOptions>
interface Parsed2d {
  readonly size: Pair
  readonly interpolation: 'nearest' | 'bilinear'
}

/** Repeats every entry of an axis. */
function repeat(b: GraphBuilder, x: GraphNode, axis: number, times: number): GraphNode {
  const [before, after] = [x.shape.slice(0, axis + 1), x.shape.slice(axis + 1)]
  const grown = b.broadcast(b.reshape(x, [...before, 1, ...after]), [...before, times, ...after])
  return b.reshape(grown, x.shape.with(axis, x.shape[axis]! * times))
}

/**
 * For every entry of an axis and every one that it grows to, row-major, how much the one has of the
 * other. New entries lie at the centres of the parts that old ones are cut into; beyond the centres
 * of the outermost, they are equal to those.
 */
function mixtures(size: number, times: number): Float64Array {
  const grown = size * times
  const shares = new Float64Array(size * grown)
  for (let to = 0; to < grown; to++) {
    const centre = Math.min(size - 1, Math.max(0, (to + 0.5) / times - 0.5))
    const before = Math.floor(centre)
    const after = Math.min(size - 1, before + 1)
    shares[before * grown + to]! += 1 - (centre - before)
    shares[after * grown + to]! += centre - before
  }
  return shares
}

/** Replaces the entries of an axis by mixtures of neighbours. */
function interpolate(b: GraphBuilder, x: GraphNode, axis: number, times: number): GraphNode {
  if (times === 1) return x
  const size = x.shape[axis]!
  const last = x.shape.length - 1
  const swap = x.shape.map((_, i) => (i === axis ? last : i === last ? axis : i))
  const swapped = b.transpose(x, swap)
  const matrix = b.constants(mixtures(size, times), [size, size * times])
  const product = b.matmul(b.reshape(swapped, [sizeOf(x.shape) / size, size]), matrix)
  return b.transpose(b.reshape(product, swapped.shape.with(-1, size * times)), swap)
}

/** Definition of the layer {@link upSampling1d}. */
export const upSampling1dLayer: LayerDefinition<'upSampling1d', Parsed1d> = {
  type: 'upSampling1d',
  options: z.strictObject({ size: count.default(2) }) as unknown as z.ZodType<Parsed1d>,
  outputShape({ size }, { input, where }) {
    requireSpatial(input, 1, where)
    return input.with(0, input[0]! * size)
  },
  weights: () => [],
  lower: ({ size }, { builder, input }) => repeat(builder, input, 1, size),
}

/** Definition of the layer {@link upSampling2d}. */
export const upSampling2dLayer: LayerDefinition<'upSampling2d', Parsed2d> = {
  type: 'upSampling2d',
  options: z.strictObject({
    size: countPair.default([2, 2]),
    interpolation: z.enum(['nearest', 'bilinear']).default('nearest'),
  }) as unknown as z.ZodType<Parsed2d>,
  outputShape({ size }, { input, where }) {
    requireSpatial(input, 2, where)
    return [input[0]! * size[0], input[1]! * size[1], input[2]!]
  },
  weights: () => [],
  lower({ size: [down, across], interpolation }, { builder, input }) {
    const grow = interpolation === 'nearest' ? repeat : interpolate
    return grow(builder, grow(builder, input, 1, down), 2, across)
  },
}

const make1d = layerFactory<'upSampling1d', Parsed1d, UpSampling1dOptions>(upSampling1dLayer)

/**
 * Sequences with every step repeated, as Keras's `UpSampling1D`: `[steps, channels]` → `[steps ·
 * size, channels]`.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const upSampling1d = (
  options: UpSampling1dOptions & CommonLayerOptions = {},
): ReturnType<typeof make1d> => make1d(options)

const make2d = layerFactory<'upSampling2d', Parsed2d, UpSampling2dOptions>(upSampling2dLayer)

/**
 * Images made larger, as Keras's `UpSampling2D`: `[height, width, channels]` → `[height · rows,
 * width · columns, channels]`.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const upSampling2d = (
  options: UpSampling2dOptions & CommonLayerOptions = {},
): ReturnType<typeof make2d> => make2d(options)
