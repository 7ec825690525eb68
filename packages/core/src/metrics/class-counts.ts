import type { GraphBuilder } from '../graph/builder.js'
import { sizeOf } from '../graph/shape.js'
import type { GraphNode } from '../graph/types.js'
import type { Comparison } from '../losses/definition.js'
import { scalar, type Task } from './definition.js'
import { type ThresholdOptions, thresholdOf } from './threshold.js'

/** The classes of all rows, as ones and zeros: `[places, classes]`, and weights `[places, 1]`. */
export interface ClassesOfRows {
  readonly predicted: GraphNode
  readonly actual: GraphNode
  readonly weights: GraphNode
}

/** How many classes a model tells apart: an output alone means no or yes. */
export const classCount = ({ outputShape }: Pick<Task, 'outputShape'>): number =>
  Math.max(2, outputShape.at(-1) ?? 1)

/**
 * The class of every row: that of the largest output; of an output alone 0 or 1, by the threshold.
 * A row with inner axes has a class at each place.
 */
export function classesOfRows(
  options: ThresholdOptions,
  { builder: b, output, target }: Comparison,
  rowWeights: GraphNode,
): ClassesOfRows {
  const width = output.shape.at(-1)!
  const places = sizeOf(output.shape) / width
  const flat = (node: GraphNode): GraphNode => b.reshape(node, [places, width])
  const bit = (node: GraphNode, threshold: number): GraphNode =>
    b.reshape(b.cast(b.greater(node, threshold), 'int32'), [places])
  const isAlone = width === 1 && target.dtype === 'float'
  const largest = (node: GraphNode): GraphNode => b.reshape(b.argmax(flat(node), 1), [places])
  const predicted = isAlone ? bit(output, thresholdOf(options)) : largest(output)
  const actual =
    target.dtype === 'int32'
      ? b.reshape(target, [places])
      : isAlone
        ? bit(target, 0.5)
        : largest(target)
  const classes = classCount({ outputShape: output.shape })
  return {
    predicted: b.oneHot(predicted, classes),
    actual: b.oneHot(actual, classes),
    weights: spread(b, rowWeights, places),
  }
}

/** Every output as a class of its own that is there or not, by the threshold. */
export function yesOrNo(
  options: ThresholdOptions,
  { builder: b, output, target }: Comparison,
  rowWeights: GraphNode,
  width: number,
): ClassesOfRows {
  const places = sizeOf(output.shape) / width
  const bits = (node: GraphNode, threshold: number): GraphNode =>
    b.reshape(b.cast(b.greater(node, threshold), 'float'), [places, width])
  return {
    predicted: bits(output, thresholdOf(options)),
    actual: bits(target, 0.5),
    weights: spread(b, rowWeights, places),
  }
}

/** The weight of its row at every place: `[places, 1]`. */
function spread(b: GraphBuilder, rowWeights: GraphNode, places: number): GraphNode {
  const rows = rowWeights.shape[0]!
  const grown = b.broadcast(b.reshape(rowWeights, [rows, 1]), [rows, places / rows])
  return b.reshape(grown, [places, 1])
}

/** Weights of the rows by class, `[classes]` each: predicted, actual, and both at once. */
export function classCounts(
  b: GraphBuilder,
  { predicted, actual, weights }: ClassesOfRows,
): Record<'predicted' | 'actual' | 'hits', GraphNode> {
  const count = (values: GraphNode): GraphNode =>
    b.reshape(b.sum(b.mul(values, weights), [0]), [values.shape[1]!])
  return {
    predicted: count(predicted),
    actual: count(actual),
    hits: count(b.mul(predicted, actual)),
  }
}

/** Weights of the rows by actual and predicted class, row-major: `[classes · classes]`. */
export function confusionCounts(
  options: ThresholdOptions,
  comparison: Comparison,
  rowWeights: GraphNode,
): GraphNode {
  const { builder: b } = comparison
  const { predicted, actual, weights } = classesOfRows(options, comparison, rowWeights)
  const classes = predicted.shape[1]!
  const counts = b.matmul(actual, b.mul(predicted, weights), { transposeA: true })
  return b.reshape(counts, [classes * classes])
}

/** Sum over the rows of how far apart the two classes are, as a function of the distance. */
export function disagreement(
  b: GraphBuilder,
  { predicted, actual, weights }: ClassesOfRows,
  cost: (distance: GraphNode) => GraphNode,
): GraphNode {
  const index = (hot: GraphNode): GraphNode =>
    b.sum(b.mul(hot, b.cast(b.iota(hot.shape, 1), 'float')), [1])
  return scalar(b, b.sum(b.mul(weights, cost(b.abs(b.sub(index(predicted), index(actual)))))))
}
