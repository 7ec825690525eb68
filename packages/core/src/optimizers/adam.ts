import { z } from 'zod'
import { positive } from '../options/numbers.js'
import {
  type CommonOptions,
  commonOptions,
  decayRate,
  type OptimizerDefinition,
  wholePower,
} from './definition.js'

/** Options of the optimisers `adam` and `adamW`. */
export interface AdamOptions extends CommonOptions {
  /** Decay rate of the mean of the gradients. Default 0.9. */
  readonly beta1: number
  /** Decay rate of the mean of their squares. Default 0.999. */
  readonly beta2: number
  /** Added to the root of the uncorrected mean of squares. Default 1e-7. */
  readonly epsilon: number
}

const define = (name: string, weightDecay: number): OptimizerDefinition<AdamOptions> => ({
  name,
  options: z.strictObject({
    ...commonOptions(0.001, weightDecay),
    beta1: decayRate.default(0.9),
    beta2: decayRate.default(0.999),
    epsilon: positive.default(1e-7),
  }),
  slots: () => ['m', 'v'],
  scalars({ learningRate, beta1, beta2 }, step) {
    const correction = Math.sqrt(1 - wholePower(beta2, step)) / (1 - wholePower(beta1, step))
    return [learningRate * correction]
  },
  update(options, { builder: b, weights, gradient, slot, scalars: [rate] }) {
    const { beta1, beta2, epsilon } = options
    const m = b.add(b.mul(slot('m'), beta1), b.mul(gradient, 1 - beta1))
    const v = b.add(b.mul(slot('v'), beta2), b.mul(b.mul(gradient, gradient), 1 - beta2))
    const move = b.div(b.mul(m, rate!), b.add(b.sqrt(v), epsilon))
    return { weights: b.sub(weights, move), slots: { m, v } }
  },
})

/**
 * Adam (Kingma and Ba, 2014) as Keras computes it, which is the paper's second form: the bias
 * corrections are in the learning rate, so that epsilon stands beside the uncorrected root.
 */
export const adam = define('adam', 0)

/** Adam with decoupled weight decay (Loshchilov and Hutter, 2017), 0.004 by default as in Keras. */
export const adamW = define('adamW', 0.004)
