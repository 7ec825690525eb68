import { z } from 'zod'
import { nonNegative } from '../options/numbers.js'
import { randomNormal } from '../random/in-graph.js'
import { type LayerDefinition, layerFactory } from './definition.js'

/** Options of {@link gaussianNoise}. */
export interface GaussianNoiseOptions {
  /** Standard deviation of the noise. */
  readonly stddev: number
}

/** Definition of the layer {@link gaussianNoise}. */
export const gaussianNoiseLayer: LayerDefinition<'gaussianNoise', GaussianNoiseOptions> = {
  type: 'gaussianNoise',
  options: z.strictObject({ stddev: nonNegative }),
  random: true,
  outputShape: (_, { input }) => input,
  weights: () => [],
  lower({ stddev }, { builder: b, input, training, randomBits }) {
    if (!training || stddev === 0) return input
    return b.add(input, b.mul(randomNormal(b, randomBits(input.shape)), stddev))
  },
}

/**
 * While training, adds normal noise of mean 0, as Keras's `GaussianNoise`; otherwise does nothing.
 * Any shape. The noise is a pure function of the seed, the step, the layer and the element.
 *
 * @throws {SpecError} if the standard deviation is negative.
 */
export const gaussianNoise = layerFactory<
  'gaussianNoise',
  GaussianNoiseOptions,
  GaussianNoiseOptions
>(gaussianNoiseLayer)
