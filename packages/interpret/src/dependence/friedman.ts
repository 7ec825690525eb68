import { OptionError, parseWith, permutation, randomKey } from '@parallax-ml/core'
import { z } from 'zod'
import { type Counted, counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import { type Limits, limits, seed } from '../explained/limits.js'
import type { Interactions } from '../explanation.js'
import { columnMeans, type Matrix, type MatrixLike, rowOf, takeRows, toMatrix } from '../matrix.js'
import { meansOf } from '../shapley/coalitions.js'
import { answersAt } from './replaced.js'

/** Options of {@link friedmanH2}. */
export interface FriedmanH2Options extends Limits {
  /** The cost grows with the square of the rows, so no more than these are drawn. Default 50. */
  readonly sample?: number
  /** Decides which rows are drawn. Default 0. */
  readonly seed?: number
}

const schema = z.strictObject({ sample: z.int().min(2).default(50), seed, ...limits })

/**
 * Friedman's H² of every pair of features: the share of the variance of their joint partial dependence
 * that their single ones do not explain (Friedman and Popescu, Predictive learning via rule ensembles,
 * 2008). 0 if the model adds their effects up; the diagonal is 0. Pairs with hardly any effect can have
 * a large share of it.
 *
 * @throws {OptionError} if the budget does not suffice.
 */
export async function friedmanH2(
  explained: Explainable,
  rows: MatrixLike,
  options: FriedmanH2Options = {},
): Promise<Interactions> {
  const parsed = parseWith(schema, options, 'friedmanH2 options', OptionError)
  const { featureNames, outputNames, space, provenance } = explained
  const all = toMatrix(rows, 'rows', featureNames.length)
  const isSampled = all.rows > parsed.sample
  const matrix = isSampled ? sampled(all, parsed.sample, parsed.seed) : all
  const features = featureNames.length
  const asked = counted(explained, parsed)
  asked.expect(matrix.rows ** 2 * (features + (features * (features - 1)) / 2))
  const single: Matrix[] = []
  for (let j = 0; j < features; j++) single.push(await centredAt(asked, matrix, [j]))
  const outputs = outputNames.length
  const values = new Float64Array(features * features * outputs)
  for (let j = 0; j < features; j++) {
    for (let k = 0; k < j; k++) {
      const joint = await centredAt(asked, matrix, [j, k])
      const shares = sharesOf(joint, single[j]!, single[k]!)
      values.set(shares, (j * features + k) * outputs)
      values.set(shares, (k * features + j) * outputs)
    }
  }
  return {
    kind: 'interactions',
    method: 'friedmanH2',
    index: 'H2',
    featureNames,
    outputNames,
    space,
    shape: [1, features, features, outputs],
    values: Array.from(values),
    checks: {
      evaluations: asked.evaluations,
      rows: matrix.rows,
      ...(isSampled && { seed: parsed.seed }),
    },
    provenance,
  }
}

function sampled(rows: Matrix, count: number, seed: number): Matrix {
  const order = permutation(randomKey(seed, 'friedmanH2'), rows.rows)
  return takeRows(rows, order.subarray(0, count).sort())
}

/** The partial dependence on some columns at every row's own values, its mean 0: `[rows, outputs]`. */
async function centredAt(
  asked: Counted,
  rows: Matrix,
  columns: readonly number[],
): Promise<Matrix> {
  const points = Array.from({ length: rows.rows }, (_, r) =>
    columns.map((column) => rowOf(rows, r)[column]!),
  )
  const found = meansOf(await answersAt(asked, rows, columns, points), rows.rows)
  const means = columnMeans(found)
  return { ...found, values: found.values.map((value, i) => value - means[i % found.columns]!) }
}

function sharesOf(joint: Matrix, one: Matrix, other: Matrix): number[] {
  return Array.from({ length: joint.columns }, (_, o) => {
    let [unexplained, total, size] = [0, 0, 0]
    for (let i = o; i < joint.values.length; i += joint.columns) {
      unexplained += (joint.values[i]! - one.values[i]! - other.values[i]!) ** 2
      total += joint.values[i]! ** 2
      size += one.values[i]! ** 2 + other.values[i]! ** 2
    }
    // What is left of a flat curve is rounding, whose shares mean nothing.
    return total <= 1e-24 * (size + joint.rows) ? 0 : unexplained / total
  })
}
