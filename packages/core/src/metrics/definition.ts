import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import { sameShape } from '../graph/shape.js'
import type { GraphNode, Shape } from '../graph/types.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'
import type { Comparison, TargetDeclaration } from '../losses/definition.js'
import type { NamedDefinition } from '../options/named.js'

/** What a metric has to suit: one row's outputs, and its targets as the loss wants them. */
export interface Task {
  readonly outputShape: Shape
  readonly target: TargetDeclaration
}

interface CommonParts<Options extends object> extends NamedDefinition {
  /** Which of two values is the better one; early stopping goes by it. */
  readonly better: 'higher' | 'lower'
  /** Why it cannot judge such outputs and targets, as a clause; undefined if it can. */
  unsuitable?(options: Options, task: Task): string | undefined
}

/** A metric that follows from sums over the rows. */
export interface SumMetric<Options extends object = object> extends CommonParts<Options> {
  /** Sums over a batch, by name, of any small shape. Rows of weight 0 must not change them. */
  sums(
    options: Options,
    comparison: Comparison,
    /** `[rows]` */
    rowWeights: GraphNode,
  ): Readonly<Record<string, GraphNode>>
  /** The value that follows from the sums over all batches. */
  value(options: Options, sums: Readonly<Record<string, Float64Array>>): number
}

/** All rows of an evaluation, row-major. */
export interface Predictions {
  readonly rows: number
  /** Shape of one row's outputs. */
  readonly outputShape: Shape
  readonly outputs: NumberArray
  /** One per output, or class indices. */
  readonly targets: NumberArray
  /** One per row; all 1 where the metric is not weighed. */
  readonly weights: Float64Array
}

/**
 * A metric that needs every row at once, such as a rank. Training steps do not compute it; it
 * appears in evaluations and among the values of validation data.
 */
export interface PredictionMetric<Options extends object = object> extends CommonParts<Options> {
  fromPredictions(options: Options, predictions: Predictions): number
}

/** A metric. */
export type MetricDefinition<Options extends object = object> =
  | SumMetric<Options>
  | PredictionMetric<Options>

/** Whether training steps can compute a metric. */
export const isSumMetric = (definition: MetricDefinition): definition is SumMetric =>
  'sums' in definition

/** Parts of a metric that is the mean of a number per row. */
export interface MeanParts<Options extends object> extends CommonParts<Options> {
  /** The number of each row, `[rows]`. */
  perRow(options: Options, comparison: Comparison): GraphNode
  /** What to make of the mean. Default: nothing. */
  transform?(mean: number): number
}

/** A metric that is the mean of a number per row, weighed by the weights of the rows. */
export function meanMetric<Options extends object>({
  perRow,
  transform = (mean) => mean,
  ...common
}: MeanParts<Options>): SumMetric<Options> {
  return {
    ...common,
    sums(options, comparison, rowWeights) {
      const { builder: b } = comparison
      const total = b.sum(b.mul(perRow(options, comparison), rowWeights))
      return { total: scalar(b, total), weight: scalar(b, b.sum(rowWeights)) }
    },
    value: (_, { total, weight }) => transform(total![0]! / weight![0]!),
  }
}

/** A sum of one element as a scalar. */
export const scalar = (b: GraphBuilder, sum: GraphNode): GraphNode => b.reshape(sum, [])

/** Schema of metrics without options. */
export const noOptions = z.strictObject({})

/** Not without one target for every output. */
export const likeOutputs = (_: object, { outputShape, target }: Task): string | undefined =>
  target.dtype === 'float' && sameShape(target.shape, outputShape)
    ? undefined
    : 'it needs a target for every output, and the targets are class indices'

/** Not without class indices. */
export const classIndices = (_: object, { target }: Task): string | undefined =>
  target.dtype === 'int32'
    ? undefined
    : 'it needs class indices, and there is a target for every output'
