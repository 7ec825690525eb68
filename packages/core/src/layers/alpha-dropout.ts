import { z } from 'zod'
import { selu } from '../activations/functions.js'
import { fraction } from '../options/numbers.js'
import { randomAtLeast } from '../random/in-graph.js'
import { type LayerDefinition, layerFactory } from './definition.js'

/** Options of {@link alphaDropout}. */
export interface AlphaDropoutOptions {
  /** Share of the elements that are dropped, from 0 up to, but not including, 1. */
  readonly rate: number
}

/** What `selu` tends to for very negative numbers: what dropped elements become. */
const dropped = -selu.alpha * selu.scale

/** Definition of the layer {@link alphaDropout}. */
export const alphaDropoutLayer: LayerDefinition<'alphaDropout', AlphaDropoutOptions> = {
  type: 'alphaDropout',
  options: z.strictObject({ rate: fraction }),
  random: true,
  outputShape: (_, { input }) => input,
  weights: () => [],
  lower({ rate }, { builder: b, input, training, randomBits }) {
    if (!training || rate === 0) return input
    const kept = randomAtLeast(b, randomBits(input.shape), rate)
    const factor = 1 / Math.sqrt((1 - rate) * (1 + rate * dropped ** 2))
    return b.add(b.mul(b.select(kept, input, dropped), factor), -factor * dropped * rate)
  },
}

/**
 * Dropout for `selu`, as Keras's `AlphaDropout`: while training, sets each element with probability
 * `rate` to −alpha · scale of selu, and then shifts and scales all of them so that mean 0 and
 * variance 1 stay (Klambauer and others, 2017); otherwise does nothing. Any shape.
 *
 * @throws {SpecError} if the rate is out of range.
 */
export const alphaDropout = layerFactory<'alphaDropout', AlphaDropoutOptions, AlphaDropoutOptions>(
  alphaDropoutLayer,
)
