import type { NumberArray } from '../interpreter/kernels/arrays.js'
import { isSumMetric } from '../metrics/definition.js'
import type { Scores } from './history.js'
import { type Objective, sumName } from './objective.js'
import { type AllPredictions, isPredictionOutput } from './predictions.js'

/** Adds up what the steps of a program give, and makes scores of it. */
export interface ScoreSums {
  /** Takes one step among `steps`. */
  add(outputs: Readonly<Record<string, NumberArray>>, step: number, steps: number): void
  /** The sum of that name so far. */
  sum(name: string): Float64Array
  /**
   * Loss and metrics of `rows` rows; the sums start again from zero. Metrics that need all rows are
   * left out without them.
   */
  scores(rows: number, predictions?: AllPredictions | undefined): Scores
}

/** Sums in float64, so that the mean of many batches is as exact as its terms. */
export function scoreSums({ metrics }: Objective): ScoreSums {
  let sums: Record<string, Float64Array> = {}
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
    scores(rows, predictions) {
      const values = metrics.flatMap(({ name, weighted, definition, options }) => {
        if (isSumMetric(definition)) return [[name, definition.value(options, sumsOf(name))]]
        if (predictions === undefined) return []
        const seen = weighted ? predictions.weighted : predictions.plain
        return [[name, definition.fromPredictions(options, seen)]]
      })
      const loss = sums.loss![0]! / rows
      sums = {}
      return { loss, ...Object.fromEntries(values) }
    },
  }
}
