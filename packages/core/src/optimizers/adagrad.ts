import { z } from 'zod'
import { nonNegative, positive } from '../options/numbers.js'
import { type CommonOptions, commonOptions, type OptimizerDefinition } from './definition.js'

/** Options of the optimiser `adagrad`. */
export interface AdagradOptions extends CommonOptions {
  /** What the sums of squares start as. Default 0.1. */
  readonly initialAccumulatorValue: number
  /** Added to the sums of squares under the root. Default 1e-7. */
  readonly epsilon: number
}

/** Adagrad (Duchi and others, 2011): w − rate · gradient / √(Σ gradient² + ε). */
export const adagrad: OptimizerDefinition<AdagradOptions> = {
  name: 'adagrad',
  options: z.strictObject({
    ...commonOptions(0.001),
    initialAccumulatorValue: nonNegative.default(0.1),
    epsilon: positive.default(1e-7),
  }),
  slots: ({ initialAccumulatorValue }) => [
    { name: 'accumulator', initialValue: initialAccumulatorValue },
  ],
  scalars: ({ learningRate }) => [learningRate],
  update({ epsilon }, { builder: b, weights, gradient, slot, scalars: [rate] }) {
    const accumulator = b.add(slot('accumulator'), b.mul(gradient, gradient))
    const move = b.div(b.mul(gradient, rate!), b.sqrt(b.add(accumulator, epsilon)))
    return { weights: b.sub(weights, move), slots: { accumulator } }
  },
}
