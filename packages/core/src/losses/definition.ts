import type { GraphBuilder } from '../graph/builder.js'
import type { DataType, GraphNode, Shape } from '../graph/types.js'
import type { MetricName } from '../metrics/index.js'
import type { NamedDefinition } from '../options/named.js'

/** What a loss expects of the targets of one row. */
export interface TargetDeclaration {
  readonly shape: Shape
  readonly dtype: Exclude<DataType, 'bool'>
  /** Smallest and largest value; whole numbers where the type is int32. */
  readonly range?: readonly [number, number]
}

/** Outputs and targets of a batch, rows first. */
export interface Comparison {
  readonly builder: GraphBuilder
  readonly output: GraphNode
  readonly target: GraphNode
}

/** A loss. */
export interface LossDefinition<Options extends object = object> extends NamedDefinition {
  /** The targets that fit an output of this shape, both of one row. */
  target(outputShape: Shape): TargetDeclaration
  /** The loss of each row, `[rows]`: where a row has several values, their mean. */
  perRow(options: Options, comparison: Comparison): GraphNode
  /** What the metric `accuracy` means beside this loss. */
  accuracy(outputShape: Shape): MetricName
  /** The activation that makes probabilities of the last layer's values, for losses that need them. */
  readonly probabilitiesFrom?: 'sigmoid' | 'softmax'
}

/** The metric `accuracy` of a loss that does not say what kind of targets it has. */
export const accuracyByWidth = (outputShape: Shape): MetricName =>
  outputShape.at(-1) === 1 ? 'binaryAccuracy' : 'categoricalAccuracy'

/** Targets of any finite size, one per output. */
export const targetsLikeOutputs = (shape: Shape): TargetDeclaration => ({ shape, dtype: 'float' })

/** Targets from 0 to 1, one per output. */
export const sharesLikeOutputs = (shape: Shape): TargetDeclaration => ({
  shape,
  dtype: 'float',
  range: [0, 1],
})

/** Targets of at least 0, one per output. */
export const amountsLikeOutputs = (shape: Shape): TargetDeclaration => ({
  shape,
  dtype: 'float',
  range: [0, Number.MAX_VALUE],
})

/** The sum over the last axis, which stays as 1. */
export const sumOfLastAxis = (b: GraphBuilder, values: GraphNode): GraphNode =>
  b.sum(values, [values.shape.length - 1])

/** The mean over everything but the rows: `[rows]`. */
export function meanOfRows(b: GraphBuilder, values: GraphNode): GraphNode {
  const rest = values.shape.flatMap((_, axis) => (axis === 0 ? [] : [axis]))
  return b.reshape(b.mean(values, rest), [values.shape[0]!])
}

/**
 * The logits whose activation `output` is, where the graph shows it: a loss computed from them is
 * exact where the probability itself has already rounded to 0 or 1.
 */
export function visibleLogits(
  b: GraphBuilder,
  output: GraphNode,
  activation: 'sigmoid' | 'softmax',
): GraphNode | undefined {
  if (output.op === activation) return b.inputsOf(output)[0]
  const keepsLastAxis =
    output.op === 'reshape' && b.inputsOf(output)[0]!.shape.at(-1) === output.shape.at(-1)
  if (!keepsLastAxis) return undefined
  const logits = visibleLogits(b, b.inputsOf(output)[0]!, activation)
  return logits && b.reshape(logits, output.shape)
}

/** Keras's `backend.epsilon()`, by which it keeps numbers away from 0. */
export const epsilon = 1e-7

/** Probabilities no closer to 0 and 1 than 1e-7. */
export const clipProbabilities = (b: GraphBuilder, p: GraphNode): GraphNode =>
  b.minimum(b.maximum(p, epsilon), 1 - epsilon)
