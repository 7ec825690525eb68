import { z } from 'zod'
import { fraction } from '../options/numbers.js'
import { randomAtLeast } from '../random/in-graph.js'
import { type LayerDefinition, layerFactory } from './definition.js'

/** Options of {@link dropout}. */
export interface DropoutOptions {
  /** Share of the elements that are dropped, from 0 up to, but not including, 1. */
  readonly rate: number
}

/** Definition of the layer {@link dropout}. */
export const dropoutLayer: LayerDefinition<'dropout', DropoutOptions> = {
  type: 'dropout',
  options: z.strictObject({ rate: fraction }),
  random: true,
  outputShape: (_, { input }) => input,
  weights: () => [],
  lower({ rate }, { builder: b, input, training, randomBits }) {
    if (!training || rate === 0) return input
    const kept = randomAtLeast(b, randomBits(input.shape), rate)
    return b.select(kept, b.mul(input, 1 / (1 - rate)), 0)
  },
}

/**
 * While training, sets each element to 0 with probability `rate` and scales the others by
 * 1 / (1 − rate), as Keras's `Dropout`; otherwise does nothing. Any shape. The mask is a pure
 * function of the seed, the step, the layer and the element.
 *
 * @throws {SpecError} if the rate is out of range.
 */
export const dropout = layerFactory<'dropout', DropoutOptions, DropoutOptions>(dropoutLayer)
