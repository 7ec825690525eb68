import { z } from 'zod'
import { SpecError } from '../errors/parallax-error.js'
import { showShape } from '../graph/shape.js'
import { fraction } from '../options/numbers.js'
import { randomAtLeast } from '../random/in-graph.js'
import { onlyAxes } from './axes.js'
import { type LayerDefinition, layerFactory } from './definition.js'

/** Options of {@link spatialDropout1d} and {@link spatialDropout2d}. */
export interface SpatialDropoutOptions {
  /** Share of the channels that are dropped, from 0 up to, but not including, 1. */
  readonly rate: number
}

const spatial = <Type extends string>(
  type: Type,
  axes: readonly string[],
): LayerDefinition<Type, SpatialDropoutOptions> => ({
  type,
  options: z.strictObject({ rate: fraction }),
  random: true,
  outputShape(_, { input, where }) {
    if (input.length === axes.length) return input
    throw new SpecError({
      where,
      problem: 'the input has the wrong number of axes',
      expected: `[${axes.join(', ')}]`,
      received: showShape(input),
    })
  },
  weights: () => [],
  lower({ rate }, { builder: b, input, training, randomBits }) {
    if (!training || rate === 0) return input
    const channels = onlyAxes(input.shape, [0, input.shape.length - 1])
    const kept = b.broadcast(randomAtLeast(b, randomBits(channels), rate), input.shape)
    return b.select(kept, b.mul(input, 1 / (1 - rate)), 0)
  },
})

/** Definition of the layer {@link spatialDropout1d}. */
export const spatialDropout1dLayer = spatial('spatialDropout1d', ['steps', 'channels'])

/** Definition of the layer {@link spatialDropout2d}. */
export const spatialDropout2dLayer = spatial('spatialDropout2d', ['height', 'width', 'channels'])

/**
 * Dropout of whole channels, as Keras's `SpatialDropout1D`: like `dropout`, but all steps of a row
 * share the fate of their channel. Input `[steps, channels]`.
 *
 * @throws {SpecError} if the rate is out of range.
 */
export const spatialDropout1d = layerFactory<
  'spatialDropout1d',
  SpatialDropoutOptions,
  SpatialDropoutOptions
>(spatialDropout1dLayer)

/**
 * Dropout of whole channels, as Keras's `SpatialDropout2D`: like `dropout`, but all places of a row
 * share the fate of their channel. Input `[height, width, channels]`.
 *
 * @throws {SpecError} if the rate is out of range.
 */
export const spatialDropout2d = layerFactory<
  'spatialDropout2d',
  SpatialDropoutOptions,
  SpatialDropoutOptions
>(spatialDropout2dLayer)
