import { z } from 'zod'
import { runningMean } from './adam.js'
import {
  type CommonOptions,
  commonOptions,
  decayRate,
  type OptimizerDefinition,
} from './definition.js'

/** Options of the optimiser `lion`. */
export interface LionOptions extends CommonOptions {
  /** Share of the running mean in what a step takes the sign of, above 0. Default 0.9. */
  readonly beta1: number
  /** Decay rate of the running mean. Default 0.99. */
  readonly beta2: number
}

/**
 * Lion (Chen and others, 2023): w − rate · sign(beta1 · m + (1 − beta1) · gradient), with the m of
 * before the step.
 */
export const lion: OptimizerDefinition<LionOptions> = {
  name: 'lion',
  options: z.strictObject({
    ...commonOptions(0.001),
    beta1: z.number().gt(0).max(1).default(0.9),
    beta2: decayRate.default(0.99),
  }),
  slots: () => [{ name: 'm' }],
  scalars: ({ learningRate }) => [learningRate],
  update({ beta1, beta2 }, { builder: b, weights, gradient, slot, scalars: [rate] }) {
    const direction = b.sign(runningMean(b, slot('m'), beta1, gradient))
    const m = runningMean(b, slot('m'), beta2, gradient)
    return { weights: b.sub(weights, b.mul(direction, rate!)), slots: { m } }
  },
}
