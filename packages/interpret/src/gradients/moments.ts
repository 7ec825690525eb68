/** Mean and spread of many values in every cell, in one pass (Welford 1962). */
export interface Moments {
  /** Takes the `count`-th value of a cell, counted from 1. */
  add(cell: number, count: number, value: number): void
  readonly means: Float64Array
  /** Sums of squared deviations from the mean. */
  readonly squares: Float64Array
}

/** Moments of `cells` cells that have taken nothing yet. */
export function moments(cells: number): Moments {
  const means = new Float64Array(cells)
  const squares = new Float64Array(cells)
  return {
    means,
    squares,
    add(cell, count, value) {
      const deviation = value - means[cell]!
      means[cell]! += deviation / count
      squares[cell]! += deviation * (value - means[cell]!)
    },
  }
}

/** Standard errors of the means of `count` values; absent of one, which says nothing about spread. */
export const standardErrorsOf = ({ squares }: Moments, count: number): Float64Array | undefined =>
  count < 2 ? undefined : squares.map((sum) => Math.sqrt(sum / (count * (count - 1))))
