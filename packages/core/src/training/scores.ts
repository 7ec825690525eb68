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
  const sumsOf = (metric: string): Record<string, Float64Array> => {
    const prefix = sumName(metric, '')
    const own = Object.entries(sums).filter(([name]) => name.startsWith(prefix))
    return Object.fromEntries(own.map(([name, sum]) => [name.slice(prefix.length), sum]))
  }
  return {
    add(outputs, step, steps) {
      for (const [name, values] of Object.entries(outputs)) {
        if (isPredictionOutput(name)) continue
        const size = values.length / steps
        sums[name] ??= new Float64Array(size)
        for (let i = 0; i < size; i++) sums[name][i]! += values[step * size + i]!
      }
    },
    sum: (name) => sums[name]!,
    all: () => sums,
    scores(rows, predictions) {
      const values = Object.entries(objective.outputs).flatMap(([output, { metrics }]) =>
        metrics.flatMap(({ name, weighted, definition, options }) => {
          if (isSumMetric(definition)) return [[name, definition.value(options, sumsOf(name))]]
          if (predictions === undefined) return []
          const { plain, weighted: weighed } = predictions[output]!
          return [[name, definition.fromPredictions(options, weighted ? weighed : plain)]]
        }),
      )
      const losses = lossNames(objective).map((name) => [name, sums[name]![0]! / rows])
      sums = {}
      return Object.fromEntries([...losses, ...values]) as Scores
    },
  }
}
