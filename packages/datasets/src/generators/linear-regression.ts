import type { RegressionDataSet } from '../regression-data-set.js'
import { normals } from './draws.js'
import { type GeneratorOptions, resolveGenerator } from './options.js'

const coefficients = [3, -2, 1, 0.5, 0]
const intercept = 1

/** Rows of {@link linearRegression}, and the truth that made them. */
export interface LinearRegressionDataSet extends RegressionDataSet {
  readonly coefficients: readonly number[]
  readonly intercept: number
}

/**
 * `y = 1 + 3a − 2b + c + 0.5d + noise` with standard normal features; a fifth, `e`, has no
 * influence. The seed moves rows, never the formula. Noise 0.1 by default.
 *
 * @throws {OptionError} if an option does not fit, or is unknown.
 */
export function linearRegression(options: GeneratorOptions = {}): LinearRegressionDataSet {
  const name = 'linear-regression'
  const { rows, noise, seed } = resolveGenerator(options, 0.1, 'linearRegression')
  const columns = coefficients.length
  const values = normals(seed, name, rows * columns)
  const away = normals(seed, `${name}/noise`, rows)
  const x = Array.from(away, (_, row) =>
    Array.from(values.subarray(row * columns, (row + 1) * columns)),
  )
  const y = x.map(
    (row, i) =>
      row.reduce((sum, value, column) => sum + coefficients[column]! * value, intercept) +
      noise * away[i]!,
  )
  return {
    name,
    x,
    y,
    featureNames: ['a', 'b', 'c', 'd', 'e'],
    coefficients: [...coefficients],
    intercept,
    source: '1 + 3a − 2b + c + 0.5d + noise',
    licence: 'public domain',
  }
}
