import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import { binaryTerms } from '../losses/binary-crossentropy.js'
import { type Comparison, meanOfRows, sumOfLastAxis, visibleLogits } from '../losses/definition.js'
import { meanMetric } from './definition.js'

/** Options of metrics that judge probabilities. */
export interface ProbabilityOptions {
  /** Whether the outputs are logits. Default: what the loss says. */
  readonly fromLogits: boolean
}

const options = z.strictObject({ fromLogits: z.boolean().default(false) })

/** scikit-learn's distance from 0 and 1: that between 1 and the next float64. */
const smallest = 2 ** -52

const isAlone = ({ output, target }: Comparison): boolean =>
  output.shape.at(-1) === 1 && target.dtype === 'float'

/** One target for every output. */
const targetOf = ({ builder: b, output, target }: Comparison): GraphNode =>
  target.dtype === 'int32' ? b.oneHot(target, output.shape.at(-1)!) : target

const safeLog = (b: GraphBuilder, p: GraphNode): GraphNode => b.log(b.maximum(p, smallest))

function logLossOf({ fromLogits }: ProbabilityOptions, comparison: Comparison): GraphNode {
  const { builder: b, output } = comparison
  const activation = isAlone(comparison) ? 'sigmoid' : 'softmax'
  const logits = fromLogits ? output : visibleLogits(b, output, activation)
  const target = targetOf(comparison)
  if (activation === 'softmax') {
    const logP = logits === undefined ? safeLog(b, output) : b.logSoftmax(logits)
    return b.neg(meanOfRows(b, sumOfLastAxis(b, b.mul(target, logP))))
  }
  if (logits !== undefined) return meanOfRows(b, binaryTerms(b, target, output, logits))
  const likelihood = b.add(
    b.mul(target, safeLog(b, output)),
    b.mul(b.sub(1, target), safeLog(b, b.sub(1, output))),
  )
  return b.neg(meanOfRows(b, likelihood))
}

/**
 * Mean of −log of the probability of the target, natural logarithm. An output alone is that of
 * class 1; several are those of as many classes. From logits, given or visible, it is exact;
 * other probabilities below 2^−52 count as 2^−52, as in scikit-learn.
 */
export const logLoss = meanMetric<ProbabilityOptions>({
  name: 'logLoss',
  options,
  better: 'lower',
  perRow: logLossOf,
})

/**
 * Mean of (p − t)², p the probability of class 1, 0 to 1; of several classes the sum of (p − t)²
 * over them, 0 to 2 (Brier 1950).
 */
export const brierScore = meanMetric<ProbabilityOptions>({
  name: 'brierScore',
  options,
  better: 'lower',
  perRow({ fromLogits }, comparison) {
    const { builder: b, output } = comparison
    const alone = isAlone(comparison)
    const p = !fromLogits ? output : alone ? b.sigmoid(output) : b.softmax(output)
    const difference = b.sub(p, targetOf(comparison))
    return meanOfRows(b, sumOfLastAxis(b, b.mul(difference, difference)))
  },
})
