import { z } from 'zod'
import type { GraphNode } from '../graph/types.js'
import {
  accuracyByWidth,
  type Comparison,
  epsilon,
  type LossDefinition,
  meanOfRows,
  sumOfLastAxis,
  targetsLikeOutputs,
} from './definition.js'

/** Σ t o / (‖t‖ ‖o‖) over the last axis, as a mean per row; norms below 1e-7 count as 1e-7. */
export function cosineOfRows({ builder: b, output, target }: Comparison): GraphNode {
  const [o, t] = [output, target].map((node) => {
    // Bounded before the root: its derivative at 0 would be infinite.
    const squares = b.maximum(sumOfLastAxis(b, b.mul(node, node)), epsilon * epsilon)
    return b.mul(node, b.rsqrt(squares))
  })
  return meanOfRows(b, sumOfLastAxis(b, b.mul(o!, t!)))
}

/** Minus the cosine of the angle between target and output, over the last axis: −1 is best. */
export const cosineSimilarity: LossDefinition = {
  name: 'cosineSimilarity',
  options: z.strictObject({}),
  target: targetsLikeOutputs,
  accuracy: accuracyByWidth,
  perRow: (_, comparison) => comparison.builder.neg(cosineOfRows(comparison)),
}
