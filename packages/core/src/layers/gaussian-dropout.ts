import { z } from 'zod'
import { fraction } from '../options/numbers.js'
import { randomNormal } from '../random/in-graph.js'
import { type LayerDefinition, layerFactory } from './definition.js'

/** Options of {@link gaussianDropout}. */
export interface GaussianDropoutOptions {
  /** The rate of the dropout that has as much noise, from 0 up to, but not including, 1. */
  readonly rate: number
}

/** Definition of the layer {@link gaussianDropout}. */
export const gaussianDropoutLayer: LayerDefinition<'gaussianDropout', GaussianDropoutOptions> = {
  type: 'gaussianDropout',
  options: z.strictObject({ rate: fraction }),
  random: true,
  outputShape: (_, { input }) => input,
  weights: () => [],
  lower({ rate }, { builder: b, input, training, randomBits }) {
    if (!training || rate === 0) return input
    const noise = b.mul(randomNormal(b, randomBits(input.shape)), Math.sqrt(rate / (1 - rate)))
    return b.mul(input, b.add(noise, 1))
  },
}

/**
 * While training, multiplies each element by a normal number of mean 1 and standard deviation
 * √(rate / (1 − rate)), as Keras's `GaussianDropout`; otherwise does nothing. Any shape.
 *
 * @throws {SpecError} if the rate is out of range.
 */
export const gaussianDropout = layerFactory<
  'gaussianDropout',
  GaussianDropoutOptions,
  GaussianDropoutOptions
>(gaussianDropoutLayer)
