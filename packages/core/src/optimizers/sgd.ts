import { z } from 'zod'
import {
  type CommonOptions,
  commonOptions,
  decayRate,
  type OptimizerDefinition,
} from './definition.js'

/** Options of the optimiser `sgd`. */
export interface SgdOptions extends CommonOptions {
  /** Default 0: no momentum. */
  readonly momentum: number
  /** Whether to look ahead, as Nesterov does. Default false. */
  readonly nesterov: boolean
}

/**
 * Gradient descent as Keras's `SGD`: v = momentum · v − learningRate · gradient, weights + v; with
 * Nesterov, weights + momentum · v − learningRate · gradient.
 */
export const sgd: OptimizerDefinition<SgdOptions> = {
  name: 'sgd',
  options: z.strictObject({
    ...commonOptions(0.01),
    momentum: decayRate.default(0),
    nesterov: z.boolean().default(false),
  }),
  slots: ({ momentum }) => (momentum === 0 ? [] : [{ name: 'velocity' }]),
  scalars: ({ learningRate }) => [learningRate],
  update({ momentum, nesterov }, { builder: b, weights, gradient, slot, scalars: [rate] }) {
    const step = b.mul(gradient, rate!)
    if (momentum === 0) return { weights: b.sub(weights, step), slots: {} }
    const velocity = b.sub(b.mul(slot('velocity'), momentum), step)
    const move = nesterov ? b.sub(b.mul(velocity, momentum), step) : velocity
    return { weights: b.add(weights, move), slots: { velocity } }
  },
}
