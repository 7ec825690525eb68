import { z } from 'zod'
import { positive } from '../options/numbers.js'
import { runningMean } from './adam.js'
import {
  type CommonOptions,
  commonOptions,
  decayRate,
  type OptimizerDefinition,
} from './definition.js'

/** Options of the optimiser `rmsprop`. */
export interface RmspropOptions extends CommonOptions {
  /** Decay rate of the mean of squares. Default 0.9. */
  readonly rho: number
  /** Default 0: none. */
  readonly momentum: number
  /** Added under the root. Default 1e-7. */
  readonly epsilon: number
  /** Whether to divide by the deviation from the mean gradient. Default false. */
  readonly centered: boolean
}

/**
 * RMSprop (Tieleman and Hinton, 2012): w − rate · gradient / √(v + ε), where v is the running mean
 * of gradient², or the variance if centred (Graves, 2013). Momentum sums the steps, which already have their rate.
 */
export const rmsprop: OptimizerDefinition<RmspropOptions> = {
  name: 'rmsprop',
  options: z.strictObject({
    ...commonOptions(0.001),
    rho: decayRate.default(0.9),
    momentum: decayRate.default(0),
    epsilon: positive.default(1e-7),
    centered: z.boolean().default(false),
  }),
  slots: ({ momentum, centered }) => [
    { name: 'squares' },
    ...(momentum > 0 ? [{ name: 'momentum' }] : []),
    ...(centered ? [{ name: 'mean' }] : []),
  ],
  scalars: ({ learningRate }) => [learningRate],
  update(options, { builder: b, weights, gradient, slot, scalars: [rate] }) {
    const { rho, momentum: decay, epsilon, centered } = options
    const squares = runningMean(b, slot('squares'), rho, b.mul(gradient, gradient))
    const mean = centered ? runningMean(b, slot('mean'), rho, gradient) : undefined
    const variance = mean ? b.sub(squares, b.mul(mean, mean)) : squares
    const step = b.div(b.mul(gradient, rate!), b.sqrt(b.add(variance, epsilon)))
    const momentum = decay > 0 ? b.add(b.mul(slot('momentum'), decay), step) : undefined
    return {
      weights: b.sub(weights, momentum ?? step),
      slots: { squares, ...(mean && { mean }), ...(momentum && { momentum }) },
    }
  },
}
