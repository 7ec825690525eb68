import type { NumberArray } from '../interpreter/kernels/arrays.js'

/** Values by epoch: `loss`, every metric, and with validation `valLoss` and its like. */
export type History = Readonly<Record<string, readonly number[]>>

/** Values of one epoch or one evaluation: the loss, and every metric by its name. */
export type Scores<Metric extends string = string> = Readonly<Record<Metric, number>> & {
  readonly loss: number
}

/** Collects sums over batches into means over rows. */
export interface ScoreSums {
  add(outputs: Readonly<Record<string, NumberArray>>, step: number): void
  /** The means over `rows` rows; the sums start again from zero. */
  means(rows: number): Scores
}

/** Sums in float64, so that the mean of many batches is as exact as its terms. */
export function scoreSums(): ScoreSums {
  let sums: Record<string, number> = {}
  return {
    add(outputs, step) {
      for (const name in outputs) sums[name] = (sums[name] ?? 0) + outputs[name]![step]!
    },
    means(rows) {
      const means = Object.fromEntries(
        Object.entries(sums).map(([name, sum]) => [name, sum / rows]),
      )
      sums = {}
      return means as unknown as Scores
    },
  }
}

/** `loss` becomes `valLoss`. */
export const validationName = (name: string): string =>
  `val${name[0]!.toUpperCase()}${name.slice(1)}`
