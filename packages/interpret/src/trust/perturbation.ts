import type { Baseline } from '../baseline.js'
import type { Attribution } from '../explanation.js'
import { type Matrix, rowOf, zeros } from '../matrix.js'
import { descending } from './ranks.js'

/** What an attribution is asked about. */
export interface Question {
  /** The explained rows. */
  readonly rows: Matrix
  /** Of every row, the explained output among the attribution's. */
  readonly positions: readonly number[]
  /** The same among the model's outputs. */
  readonly outputs: readonly number[]
}

/** Numbers of features at the points of a curve: 0, then equal steps up to all of them. */
export const countsOf = (features: number, steps: number): number[] => {
  const parts = Math.min(features, steps)
  return Array.from({ length: parts + 1 }, (_, i) => Math.round((i * features) / parts))
}

/** Of every row, its features from the most supporting to the most opposing. */
export const orderedByValue = (
  { shape: [rows, features, outputs], values }: Attribution,
  positions: readonly number[],
): number[][] =>
  Array.from({ length: rows }, (_, r) =>
    descending(
      Array.from(
        { length: features },
        (_, f) => values[(r * features + f) * outputs + positions[r]!]!,
      ),
    ),
  )

/** Every row as often as there are counts, with so many of its first features replaced. */
export function perturbedRows(
  data: Matrix,
  baseline: Baseline,
  orderOf: (row: number) => ArrayLike<number>,
  counts: readonly number[],
): Matrix {
  const perturbed = zeros(data.rows * counts.length, data.columns)
  for (let r = 0; r < data.rows; r++) {
    const [start, order] = [baseline.of(r), orderOf(r)]
    for (const [i, count] of counts.entries()) {
      const row = rowOf(perturbed, r * counts.length + i)
      row.set(rowOf(data, r))
      for (let f = 0; f < count; f++) row[order[f]!] = start[order[f]!]!
    }
  }
  return perturbed
}

/** The area under a curve of straight lines. */
export function areaUnder(values: ArrayLike<number>, places: readonly number[]): number {
  let area = 0
  for (let i = 1; i < places.length; i++) {
    area += ((values[i]! + values[i - 1]!) / 2) * (places[i]! - places[i - 1]!)
  }
  return area
}
