import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import { wholePower } from '../math/whole-power.js'
import { positive } from '../options/numbers.js'
import {
  type CommonOptions,
  commonOptions,
  decayRate,
  type OptimizerDefinition,
} from './definition.js'

/** Options of the optimisers of Adam's family that keep two moments. */
export interface MomentOptions extends CommonOptions {
  /** Decay rate of the mean of the gradients. Default 0.9. */
  readonly beta1: number
  /** Decay rate of the mean of their squares, or of their largest size. Default 0.999. */
  readonly beta2: number
  /** Keeps quotients finite. Default 1e-7. */
  readonly epsilon: number
}

/** Options of the optimisers `adam` and `adamW`. */
export interface AdamOptions extends MomentOptions {
  /** Whether to divide by the largest mean of squares so far. Default false. */
  readonly amsgrad: boolean
}

/** The schema of {@link MomentOptions}. */
export const momentOptions = (weightDecay = 0) => ({
  ...commonOptions(0.001, weightDecay),
  beta1: decayRate.default(0.9),
  beta2: decayRate.default(0.999),
  epsilon: positive.default(1e-7),
})

/** The learning rate with both bias corrections. */
export const correctedRate = (
  { learningRate, beta1, beta2 }: Pick<MomentOptions, 'learningRate' | 'beta1' | 'beta2'>,
  step: number,
): number => (learningRate * Math.sqrt(1 - wholePower(beta2, step))) / (1 - wholePower(beta1, step))

/** decay · mean + (1 − decay) · value. */
export const runningMean = (
  b: GraphBuilder,
  mean: GraphNode,
  decay: number,
  value: GraphNode,
): GraphNode => b.add(b.mul(mean, decay), b.mul(value, 1 - decay))

const define = (name: string, weightDecay: number): OptimizerDefinition<AdamOptions> => ({
  name,
  options: z.strictObject({ ...momentOptions(weightDecay), amsgrad: z.boolean().default(false) }),
  slots: ({ amsgrad }) =>
    ['m', 'v', ...(amsgrad ? ['largestV'] : [])].map((slot) => ({ name: slot })),
  scalars: (options, step) => [correctedRate(options, step)],
  update(options, { builder: b, weights, gradient, slot, scalars: [rate] }) {
    const { beta1, beta2, epsilon, amsgrad } = options
    const m = runningMean(b, slot('m'), beta1, gradient)
    const v = runningMean(b, slot('v'), beta2, b.mul(gradient, gradient))
    const largestV = amsgrad ? b.maximum(slot('largestV'), v) : v
    const move = b.div(b.mul(m, rate!), b.add(b.sqrt(largestV), epsilon))
    return { weights: b.sub(weights, move), slots: { m, v, ...(amsgrad && { largestV }) } }
  },
})

/**
 * Adam (Kingma and Ba, 2014) as Keras computes it, which is the paper's second form: the bias
 * corrections are in the learning rate, so that epsilon stands beside the uncorrected root. With
 * AMSGrad (Reddi and others, 2018) the mean of squares never shrinks.
 */
export const adam = define('adam', 0)

/** Adam with decoupled weight decay (Loshchilov and Hutter, 2017), 0.004 by default as in Keras. */
export const adamW = define('adamW', 0.004)
