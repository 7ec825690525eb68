import { z } from 'zod'
import { positive } from '../options/numbers.js'
import { runningMean } from './adam.js'
import {
  type CommonOptions,
  commonOptions,
  decayRate,
  type OptimizerDefinition,
} from './definition.js'

/** Options of the optimiser `adadelta`. */
export interface AdadeltaOptions extends CommonOptions {
  /** Decay rate of both running means. Default 0.95. */
  readonly rho: number
  /** Added under both roots. Default 1e-7. */
  readonly epsilon: number
}

/**
 * Adadelta (Zeiler, 2012): w − rate · δ with δ = √(mean of δ² + ε) / √(mean of gradient² + ε) ·
 * gradient. The paper's rate is 1, Keras's default 0.001.
 */
export const adadelta: OptimizerDefinition<AdadeltaOptions> = {
  name: 'adadelta',
  options: z.strictObject({
    ...commonOptions(0.001),
    rho: decayRate.default(0.95),
    epsilon: positive.default(1e-7),
  }),
  slots: () => [{ name: 'squares' }, { name: 'moves' }],
  scalars: ({ learningRate }) => [learningRate],
  update({ rho, epsilon }, { builder: b, weights, gradient, slot, scalars: [rate] }) {
    const squares = runningMean(b, slot('squares'), rho, b.mul(gradient, gradient))
    const [above, below] = [slot('moves'), squares].map((mean) => b.sqrt(b.add(mean, epsilon)))
    const move = b.div(b.mul(above!, gradient), below!)
    const moves = runningMean(b, slot('moves'), rho, b.mul(move, move))
    return { weights: b.sub(weights, b.mul(move, rate!)), slots: { squares, moves } }
  },
}
