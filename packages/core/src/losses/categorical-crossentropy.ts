import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import type { CrossentropyOptions } from './binary-crossentropy.js'
import { clipProbabilities, type LossDefinition, meanOfRows, visibleLogits } from './definition.js'

const options = z.strictObject({ fromLogits: z.boolean().default(false) })

/** Logarithms of the class probabilities; those that do not sum to 1 are scaled to do so. */
function logProbabilities(b: GraphBuilder, output: GraphNode, fromLogits: boolean): GraphNode {
  const logits = fromLogits ? output : visibleLogits(b, output, 'softmax')
  if (logits !== undefined) return b.logSoftmax(logits)
  const total = b.sum(output, [output.shape.length - 1])
  return b.log(clipProbabilities(b, b.div(output, total)))
}

const sumOfClasses = (b: GraphBuilder, values: GraphNode): GraphNode =>
  b.sum(values, [values.shape.length - 1])

/** −Σ t log p over the classes of the last axis; the targets are probabilities of the classes. */
export const categoricalCrossentropy: LossDefinition<CrossentropyOptions> = {
  name: 'categoricalCrossentropy',
  options,
  target: (shape) => ({ shape, dtype: 'float', range: [0, 1] }),
  accuracy: () => 'categoricalAccuracy',
  probabilitiesFrom: 'softmax',
  perRow({ fromLogits }, { builder: b, output, target }) {
    const likelihood = b.mul(target, logProbabilities(b, output, fromLogits))
    return b.neg(meanOfRows(b, sumOfClasses(b, likelihood)))
  },
}

/** −log p of the class whose index the target is; the classes are the last axis of the output. */
export const sparseCategoricalCrossentropy: LossDefinition<CrossentropyOptions> = {
  name: 'sparseCategoricalCrossentropy',
  options,
  target: (shape) => ({ shape: shape.slice(0, -1), dtype: 'int32', range: [0, shape.at(-1)! - 1] }),
  accuracy: () => 'sparseCategoricalAccuracy',
  probabilitiesFrom: 'softmax',
  perRow({ fromLogits }, { builder: b, output, target }) {
    const classes = b.iota(output.shape, output.shape.length - 1)
    const isTarget = b.equal(classes, b.reshape(target, [...target.shape, 1]))
    const likelihood = b.select(isTarget, logProbabilities(b, output, fromLogits), 0)
    return b.neg(meanOfRows(b, sumOfClasses(b, likelihood)))
  },
}
