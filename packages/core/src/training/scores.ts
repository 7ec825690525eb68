import type { NumberArray } from '../interpreter/kernels/arrays.js'
import { isSumMetric } from '../metrics/definition.js'
import type { Scores } from './history.js'
import { lossNames, type Objective, sumName } from './objective.js'
import { isPredictionOutput, type PredictionsByOutput } from './predictions.js'

/** Adds up what the steps of a program give, and makes scores of it. */
export interface ScoreSums {
  /** Takes one step among `steps`. */
  add(outputs: Readonly<Record<string, NumberArray>>, step: number, steps: number): void
  /** The sum of that name so far. */
  sum(name: string): Float64Array
  /** All sums so far, for a checkpoint. */
  all(): Readonly<Record<string, Float64Array>>
  /**
   * Loss and metrics of `rows` rows; the sums start again from zero. Metrics that need all rows are
   * left out without them.
   */
  scores(rows: number, predictions?: PredictionsByOutput | undefined): Scores
}

/**
 * Sums in float64, so that the mean of many batches is as exact as its terms.
 * @param start the sums to go on from.
 */
export function scoreSums(
  objective: Objective,
  start: Readonly<Record<string, Float64Array>> = {},
): ScoreSums {
  let sums: Record<string, Float64Array> = { ...start }
  let summed: readonly string[] | undefined
  const losses = lossNames(objective)
  const metrics = Object.entries(objective.outputs).flatMap(([output, own]) =>
    own.metrics.map((metric) => ({ output, ...metric })),
  )
  const sumsOf = (metric: string): Record<string, Float64Array> => {
    const prefix = sumName(metric, '')
    const own = Object.entries(sums).filter(([name]) => name.startsWith(prefix))
    return Object.fromEntries(own.map(([name, sum]) => [name.slice(prefix.length), sum]))
  }
  return {
    add(outputs, step, steps) {
      summed ??= Object.keys(outputs).filter((name) => !isPredictionOutput(name))
      for (const name of summed) {
        const values = outputs[name]!
        const size = values.length / steps
        sums[name] ??= new Float64Array(size)
        const sum = sums[name]
        for (let i = 0; i < size; i++) sum[i]! += values[step * size + i]!
      }
    },
    sum: (name) => sums[name]!,
    all: () => sums,
    scores(rows, predictions) {
      const scores: Record<string, number> & { loss: number } = { loss: 0 }
      for (const name of losses) scores[name] = sums[name]![0]! / rows
      for (const { output, name, weighted, definition, options } of metrics) {
        if (isSumMetric(definition)) {
          scores[name] = definition.value(options, sumsOf(name))
        } else if (predictions !== undefined) {
          const { plain, weighted: weighed } = predictions[output]!
          scores[name] = definition.fromPredictions(options, weighted ? weighed : plain)
        }
      }
      sums = {}
      return scores
    },
  }
}
