import { randomKey, uniforms, wilson } from '@parallax-ml/core'
import type { Matrix } from '../matrix.js'

/** How faithfully one model imitates another, on rows it was not fitted on. */
export interface Fidelity {
  /**
   * `agreement`: the share of rows that both give the same class. `r2`: 1 − the squares of the
   * differences over those of the distances from the mean, added up over the outputs.
   */
  readonly measure: 'agreement' | 'r2'
  readonly value: number
  /** Of the 95 % interval: Wilson's for an agreement, percentiles of 1,000 resamples for R². */
  readonly low: number
  readonly high: number
  readonly rows: number
}

const resamples = 1000

/** Share of rows with the same class. */
export const agreementOf = (given: Int32Array, expected: Int32Array): number =>
  expected.reduce((same, label, row) => same + (given[row] === label ? 1 : 0), 0) / expected.length

/** {@link agreementOf} with Wilson's interval. */
export function agreementFidelity(given: Int32Array, expected: Int32Array): Fidelity {
  const rows = expected.length
  const value = agreementOf(given, expected)
  const { low, high } = wilson(Math.round(value * rows), rows)
  return { measure: 'agreement', value, low, high, rows }
}

/** R² of `given` as an imitation of `expected`; 1 where there is nothing to explain and no error. */
export function r2Of({ values: given }: Matrix, expected: Matrix, rows?: Int32Array): number {
  const { columns, values } = expected
  const chosen = rows ?? Int32Array.from({ length: expected.rows }, (_, row) => row)
  let [errors, spread] = [0, 0]
  for (let c = 0; c < columns; c++) {
    const center = chosen.reduce((sum, r) => sum + values[r * columns + c]!, 0) / chosen.length
    for (const r of chosen) {
      errors += (given[r * columns + c]! - values[r * columns + c]!) ** 2
      spread += (values[r * columns + c]! - center) ** 2
    }
  }
  return errors === 0 ? 1 : 1 - errors / spread
}

/** {@link r2Of} with the interval of the percentile bootstrap (Efron 1979), drawn by the seed. */
export function r2Fidelity(given: Matrix, expected: Matrix, seed: number): Fidelity {
  const { rows } = expected
  const drawn = Array.from({ length: resamples }, (_, i) => {
    const draws = uniforms(randomKey(seed, 'surrogate bootstrap', i), rows)
    return r2Of(
      given,
      expected,
      Int32Array.from(draws, (draw) => Math.floor(draw * rows)),
    )
  }).sort((a, b) => a - b)
  const [low, high] = [
    drawn[Math.floor(0.025 * resamples)]!,
    drawn[Math.ceil(0.975 * resamples) - 1]!,
  ]
  return { measure: 'r2', value: r2Of(given, expected), low, high, rows }
}
