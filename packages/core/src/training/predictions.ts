import { sizeOf } from '../graph/shape.js'
import type { GraphNode } from '../graph/types.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'
import { isSumMetric, type Predictions } from '../metrics/definition.js'
import type { BatchValues, Objective } from './objective.js'

/** The outputs of which a metric needs all rows at once. */
const outputsNeeded = ({ outputs }: Objective): string[] =>
  Object.keys(outputs).filter((name) =>
    outputs[name]!.metrics.some(({ definition }) => !isSumMetric(definition)),
  )

// No metric's sums begin so.
const prefix = '/'

/** Whether an output of a program is rows rather than a sum. */
export const isPredictionOutput = (name: string): boolean => name.startsWith(prefix)

const columnName = (output: string, column: string): string => `${prefix}${output}/${column}`

/** All rows of an output, once weighed alike and once by their sample weights. */
export interface AllPredictions {
  readonly plain: Predictions
  readonly weighted: Predictions
}

/** All rows of the outputs that metrics need. */
export type PredictionsByOutput = Readonly<Record<string, AllPredictions>>

/** What an evaluation program gives beside sums, for the outputs that need it. */
export function predictionOutputs(
  objective: Objective,
  { outputs, targets, weights }: BatchValues,
): Record<string, GraphNode> {
  return Object.fromEntries(
    outputsNeeded(objective).flatMap((name) => [
      [columnName(name, 'outputs'), outputs[name]!],
      [columnName(name, 'targets'), targets[name]!],
      [columnName(name, 'weights'), weights[name]!],
    ]),
  )
}

/** Collects the rows of an evaluation, without padding. */
export interface PredictionRows {
  /** Takes the first `rows` rows of one step among `steps`. */
  add(
    outputs: Readonly<Record<string, NumberArray>>,
    step: number,
    steps: number,
    rows: number,
  ): void
  /** All rows so far. */
  all(): PredictionsByOutput
}

/** Collects the `rows` rows of an evaluation; of outputs that no metric needs, nothing. */
export function predictionRows(objective: Objective, rows: number): PredictionRows {
  const collectors = outputsNeeded(objective).map((output) => {
    const { shape } = objective.outputs[output]!
    const widths = {
      outputs: sizeOf(shape),
      targets: sizeOf(objective.data.y[output]!.shape),
      weights: 1,
    }
    const columns = {
      outputs: new Float64Array(rows * widths.outputs),
      targets: new Float64Array(rows * widths.targets),
      weights: new Float64Array(rows),
    }
    return { output, shape, widths, columns }
  })
  let at = 0
  return {
    add(outputs, step, steps, count) {
      for (const { output, widths, columns } of collectors) {
        for (const column of ['outputs', 'targets', 'weights'] as const) {
          const values = outputs[columnName(output, column)]!
          const start = (step * values.length) / steps
          const part = values.subarray(start, start + count * widths[column])
          columns[column].set(part, at * widths[column])
        }
      }
      at += count
    },
    all: () =>
      Object.fromEntries(
        collectors.map(({ output, shape, columns: { outputs, targets, weights } }) => {
          const shared = { rows, outputShape: shape, outputs, targets }
          const ones = new Float64Array(rows).fill(1)
          const all = { plain: { ...shared, weights: ones }, weighted: { ...shared, weights } }
          return [output, all]
        }),
      ),
  }
}
