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
  sumOfLastAxis,
  visibleLogits,
} from './definition.js'

/** Options of {@link categoricalCrossentropy}. */
export type CategoricalCrossentropyOptions = CrossentropyOptions & LabelSmoothingOptions

/** Probabilities of classes: those that do not sum to 1 are scaled to do so, then clipped. */
export const classProbabilities = (b: GraphBuilder, output: GraphNode): GraphNode =>
  clipProbabilities(b, b.div(output, sumOfLastAxis(b, output)))

/** Logarithms of the probabilities of the classes. */
function logProbabilities(b: GraphBuilder, output: GraphNode, areLogits: boolean): GraphNode {
  const logits = areLogits ? output : visibleLogits(b, output, 'softmax')
  return logits === undefined ? b.log(classProbabilities(b, output)) : b.logSoftmax(logits)
}

/**
 * −Σ t log p over the classes of the last axis; the targets are probabilities of the classes.
 * `labelSmoothing` s replaces t by t (1 − s) + s / classes.
 */
export const categoricalCrossentropy: LossDefinition<CategoricalCrossentropyOptions> = {
  name: 'categoricalCrossentropy',
  options: z.strictObject({ fromLogits, labelSmoothing }),
  target: sharesLikeOutputs,
  accuracy: () => 'categoricalAccuracy',
  probabilitiesFrom: 'softmax',
  perRow(options, { builder: b, output, target }) {
    const smoothed = smoothTargets(b, target, options.labelSmoothing, output.shape.at(-1)!)
    const likelihood = b.mul(smoothed, logProbabilities(b, output, options.fromLogits))
    return b.neg(meanOfRows(b, sumOfLastAxis(b, likelihood)))
  },
}

/** −log p of the class whose index the target is; the classes are the last axis of the output. */
export const sparseCategoricalCrossentropy: LossDefinition<CrossentropyOptions> = {
  name: 'sparseCategoricalCrossentropy',
  options: z.strictObject({ fromLogits }),
  target: (shape) => ({ shape: shape.slice(0, -1), dtype: 'int32', range: [0, shape.at(-1)! - 1] }),
  accuracy: () => 'sparseCategoricalAccuracy',
  probabilitiesFrom: 'softmax',
  perRow(options, { builder: b, output, target }) {
    const classes = b.iota(output.shape, output.shape.length - 1)
    const isTarget = b.equal(classes, b.reshape(target, [...target.shape, 1]))
    const likelihood = b.select(isTarget, logProbabilities(b, output, options.fromLogits), 0)
    return b.neg(meanOfRows(b, sumOfLastAxis(b, likelihood)))
  },
}
