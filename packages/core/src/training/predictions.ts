import { sizeOf } from '../graph/shape.js'
import type { GraphNode } from '../graph/types.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'
import { isSumMetric, type Predictions } from '../metrics/definition.js'
import type { JudgedRows, Objective } from './objective.js'

/** Whether a metric needs all rows at once. */
export const needsPredictions = ({ metrics }: Objective): boolean =>
  metrics.some(({ definition }) => !isSumMetric(definition))

// No metric's sums begin so.
const prefix = '/'

/** Whether an output of a program is rows rather than a sum. */
export const isPredictionOutput = (name: string): boolean => name.startsWith(prefix)

/** All rows, once weighed alike and once by their sample weights. */
export interface AllPredictions {
  readonly plain: Predictions
  readonly weighted: Predictions
}

/** What an evaluation program gives beside sums. */
export const predictionOutputs = (rows: JudgedRows): Record<string, GraphNode> => ({
  [`${prefix}outputs`]: rows.output,
  [`${prefix}targets`]: rows.target,
  [`${prefix}weights`]: rows.weights,
})

/** Collects the rows of an evaluation, without padding. */
export interface PredictionRows {
  /** Takes the first `rows` rows of one step among `steps`. */
  add(
    outputs: Readonly<Record<string, NumberArray>>,
    step: number,
    steps: number,
    rows: number,
  ): void
  /** All rows so far; the next start anew. */
  take(): AllPredictions
}

/** Collects the `rows` rows of an evaluation. */
export function predictionRows({ outputShape, data }: Objective, rows: number): PredictionRows {
  const widths = { outputs: sizeOf(outputShape), targets: sizeOf(data.y.shape), weights: 1 }
  const allocate = () => ({
    outputs: new Float64Array(rows * widths.outputs),
    targets: new Float64Array(rows * widths.targets),
    weights: new Float64Array(rows),
  })
  let columns = allocate()
  let at = 0
  return {
    add(outputs, step, steps, count) {
      for (const name of ['outputs', 'targets', 'weights'] as const) {
        const all = outputs[prefix + name]!
        const start = (step * all.length) / steps
        columns[name].set(all.subarray(start, start + count * widths[name]), at * widths[name])
      }
      at += count
    },
    take() {
      const { outputs, targets, weights } = columns
      columns = allocate()
      at = 0
      const shared = { rows, outputShape, outputs, targets }
      const ones = new Float64Array(rows).fill(1)
      return { plain: { ...shared, weights: ones }, weighted: { ...shared, weights } }
    },
  }
}
