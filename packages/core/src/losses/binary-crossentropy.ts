import { z } from 'zod'
import { clipProbabilities, type LossDefinition, meanOfRows, visibleLogits } from './definition.js'

/** Options of the cross-entropies. */
export interface CrossentropyOptions {
  /** Whether the model's outputs are logits rather than probabilities. Default false. */
  readonly fromLogits: boolean
}

/**
 * Mean of −t log p − (1 − t) log(1 − p). From logits z it is t softplus(−z) + (1 − t) softplus(z);
 * of other probabilities, those within 1e-7 of 0 or 1 count as that far away.
 */
export const binaryCrossentropy: LossDefinition<CrossentropyOptions> = {
  name: 'binaryCrossentropy',
  options: z.strictObject({ fromLogits: z.boolean().default(false) }),
  target: (shape) => ({ shape, dtype: 'float', range: [0, 1] }),
  accuracy: () => 'binaryAccuracy',
  probabilitiesFrom: 'sigmoid',
  perRow({ fromLogits }, { builder: b, output, target }) {
    const logits = fromLogits ? output : visibleLogits(b, output, 'sigmoid')
    const other = b.sub(1, target)
    if (logits !== undefined) {
      const yes = b.mul(target, b.softplus(b.neg(logits)))
      return meanOfRows(b, b.add(yes, b.mul(other, b.softplus(logits))))
    }
    const p = clipProbabilities(b, output)
    const likelihood = b.add(b.mul(target, b.log(p)), b.mul(other, b.log(b.sub(1, p))))
    return b.neg(meanOfRows(b, likelihood))
  },
}
