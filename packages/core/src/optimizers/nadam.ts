import { z } from 'zod'
import { wholePower } from '../math/whole-power.js'
import { type MomentOptions, momentOptions, runningMean } from './adam.js'
import type { OptimizerDefinition } from './definition.js'

/** The momentum of a step, counted from 1. */
const momentum = (beta1: number, step: number): number => beta1 * (1 - 0.5 * wholePower(0.96, step))

/** The product of all momentums up to a step. Below 1e-20, 1 − product is 1 whatever follows. */
function momentumProduct(beta1: number, step: number): number {
  let [product, decay] = [1, 1]
  for (let i = 1; i <= step && product > 1e-20; i++) {
    decay *= 0.96
    product *= beta1 * (1 - 0.5 * decay)
  }
  return product
}

/**
 * Adam with Nesterov's momentum (Dozat, 2016): w − rate · m̂ / (√v̂ + ε), where m̂ looks ahead by
 * the next step's momentum, μ = beta1 · (1 − ½ · 0.96^step).
 */
export const nadam: OptimizerDefinition<MomentOptions> = {
  name: 'nadam',
  options: z.strictObject(momentOptions()),
  slots: () => [{ name: 'm' }, { name: 'v' }],
  scalars({ learningRate, beta1, beta2 }, step) {
    const now = momentumProduct(beta1, step)
    const next = momentum(beta1, step + 1)
    return [
      (learningRate * next) / (1 - now * next),
      (learningRate * (1 - momentum(beta1, step))) / (1 - now),
      1 / (1 - wholePower(beta2, step)),
    ]
  },
  update({ beta1, beta2, epsilon }, { builder: b, weights, gradient, slot, scalars }) {
    const [ahead, here, correction] = scalars
    const m = runningMean(b, slot('m'), beta1, gradient)
    const v = runningMean(b, slot('v'), beta2, b.mul(gradient, gradient))
    const mean = b.add(b.mul(m, ahead!), b.mul(gradient, here!))
    const move = b.div(mean, b.add(b.sqrt(b.mul(v, correction!)), epsilon))
    return { weights: b.sub(weights, move), slots: { m, v } }
  },
}
