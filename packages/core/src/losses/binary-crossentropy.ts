import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import {
  type CrossentropyOptions,
  fromLogits,
  type LabelSmoothingOptions,
  labelSmoothing,
  smoothTargets,
} from './crossentropy-options.js'
import {
  clipProbabilities,
  type LossDefinition,
  meanOfRows,
  sharesLikeOutputs,
  visibleLogits,
} from './definition.js'

/** Options of {@link binaryCrossentropy}. */
export type BinaryCrossentropyOptions = CrossentropyOptions & LabelSmoothingOptions

/** The cross-entropy of every output: from logits where there are any, else from probabilities. */
export function binaryTerms(
  b: GraphBuilder,
  target: GraphNode,
  output: GraphNode,
  logits: GraphNode | undefined,
): GraphNode {
  const other = b.sub(1, target)
  if (logits !== undefined) {
    const yes = b.mul(target, b.softplus(b.neg(logits)))
    return b.add(yes, b.mul(other, b.softplus(logits)))
  }
  const p = clipProbabilities(b, output)
  return b.neg(b.add(b.mul(target, b.log(p)), b.mul(other, b.log(b.sub(1, p)))))
}

/**
 * Mean of −t log p − (1 − t) log(1 − p). From logits z it is t softplus(−z) + (1 − t) softplus(z);
 * of other probabilities, those within 1e-7 of 0 or 1 count as that far away. `labelSmoothing` s
 * replaces t by t (1 − s) + s / 2.
 */
export const binaryCrossentropy: LossDefinition<BinaryCrossentropyOptions> = {
  name: 'binaryCrossentropy',
  options: z.strictObject({ fromLogits, labelSmoothing }),
  target: sharesLikeOutputs,
  accuracy: () => 'binaryAccuracy',
  probabilitiesFrom: 'sigmoid',
  perRow(options, { builder: b, output, target }) {
    const logits = options.fromLogits ? output : visibleLogits(b, output, 'sigmoid')
    const smoothed = smoothTargets(b, target, options.labelSmoothing, 2)
    return meanOfRows(b, binaryTerms(b, smoothed, output, logits))
  },
}
