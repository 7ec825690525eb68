import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import { wholePower } from '../math/whole-power.js'
import { type MomentOptions, momentOptions, runningMean } from './adam.js'
import type { OptimizerDefinition, SlotDeclaration } from './definition.js'
import { updateEach } from './each-variable.js'

const slots: readonly SlotDeclaration[] = [{ name: 'm' }, { name: 'v' }]

/**
 * LAMB (You and others, 2019): Adam's step u = m̂ / (√v̂ + ε), scaled for each weight by ‖w‖ / ‖u‖,
 * or 1 where either norm is 0.
 */
export const lamb: OptimizerDefinition<MomentOptions> = {
  name: 'lamb',
  options: z.strictObject(momentOptions()),
  slots: () => slots,
  scalars: ({ learningRate, beta1, beta2 }, step) => [
    learningRate,
    1 / (1 - wholePower(beta1, step)),
    1 / (1 - wholePower(beta2, step)),
  ],
  update: ({ beta1, beta2, epsilon }, context) =>
    updateEach(slots, context, ({ builder: b, weights, gradient, slot, scalars }) => {
      const [rate, ofMean, ofSquares] = scalars
      const [w, g] = [weights, gradient].map((node) => b.reshape(node, slot('m').shape))
      const m = runningMean(b, slot('m'), beta1, g!)
      const v = runningMean(b, slot('v'), beta2, b.mul(g!, g!))
      const root = b.sqrt(b.mul(v, ofSquares!))
      const step = b.div(b.mul(m, ofMean!), b.add(root, epsilon))
      const move = b.mul(b.mul(step, trustRatio(b, w!, step)), rate!)
      return { weights: b.sub(w!, move), slots: { m, v } }
    }),
}

function trustRatio(b: GraphBuilder, weights: GraphNode, step: GraphNode): GraphNode {
  const [ofWeights, ofStep] = [weights, step].map((node) => b.sqrt(b.sum(b.mul(node, node))))
  const known = b.and(b.greater(ofWeights!, 0), b.greater(ofStep!, 0))
  return b.select(known, b.div(ofWeights!, b.select(known, ofStep!, 1)), 1)
}
