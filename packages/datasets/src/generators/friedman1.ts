import { randomKey, uniforms } from '@parallax-ml/core'
import type { RegressionDataSet } from '../regression-data-set.js'
import { normals } from './draws.js'
import { type GeneratorOptions, resolveGenerator } from './options.js'

const columns = 10

/**
 * Friedman's first regression problem: ten uniform features, of which five count,
 * `y = 10 sin(π a b) + 20 (c − 0.5)² + 10 d + 5 e + noise`. Noise 1 by default, as in the paper.
 *
 * @throws {OptionError} if an option does not fit, or is unknown.
 */
export function friedman1(options: GeneratorOptions = {}): RegressionDataSet {
  const { rows, noise, seed } = resolveGenerator(options, 1, 'friedman1')
  const values = uniforms(randomKey(seed, 'friedman1'), rows * columns)
  const away = normals(seed, 'friedman1', rows)
  const x = Array.from(away, (_, row) =>
    Array.from(values.subarray(row * columns, (row + 1) * columns)),
  )
  return {
    name: 'friedman1',
    x,
    y: x.map((row, i) => truth(row) + noise * away[i]!),
    featureNames: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'],
    source: 'J. H. Friedman, Multivariate adaptive regression splines, 1991',
    licence: 'public domain',
  }
}

function truth([a, b, c, d, e]: readonly number[]): number {
  return 10 * Math.sin(Math.PI * a! * b!) + 20 * (c! - 0.5) ** 2 + 10 * d! + 5 * e!
}
