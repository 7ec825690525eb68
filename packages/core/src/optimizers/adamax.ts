import { z } from 'zod'
import { wholePower } from '../math/whole-power.js'
import { type MomentOptions, momentOptions, runningMean } from './adam.js'
import type { OptimizerDefinition } from './definition.js'

/**
 * Adam by the largest gradient instead of the mean of squares (Kingma and Ba, 2014, section 7):
 * w − rate / (1 − beta1^step) · m / (u + ε), where u = max(beta2 · u, |gradient|).
 */
export const adamax: OptimizerDefinition<MomentOptions> = {
  name: 'adamax',
  options: z.strictObject(momentOptions()),
  slots: () => [{ name: 'm' }, { name: 'u' }],
  scalars: ({ learningRate, beta1 }, step) => [learningRate / (1 - wholePower(beta1, step))],
  update({ beta1, beta2, epsilon }, { builder: b, weights, gradient, slot, scalars: [rate] }) {
    const m = runningMean(b, slot('m'), beta1, gradient)
    const u = b.maximum(b.mul(slot('u'), beta2), b.abs(gradient))
    const move = b.div(b.mul(m, rate!), b.add(u, epsilon))
    return { weights: b.sub(weights, move), slots: { m, u } }
  },
}
