import { DataError } from '@parallax-ml/core'
import { z } from 'zod'
import type { Background } from './explanation.js'
import { hashOf } from './hash.js'
import { columnMeans, type Matrix, type MatrixLike, rowOf, toMatrix, zeros } from './matrix.js'

/**
 * The point that an explanation starts from: zeros, the mean of some rows, a row, or a row of its own
 * for every explained row. Standardised features have their mean at zero.
 */
export type BaselineChoice =
  | 'zero'
  | { readonly mean: MatrixLike }
  | { readonly row: ArrayLike<number> }
  | { readonly rows: MatrixLike }

/** A chosen baseline in numbers. */
export interface Baseline {
  /** One row for all, or one for each. */
  readonly points: Matrix
  /** The baseline of an explained row. */
  of(row: number): Float64Array
  readonly background: Background
}

/** What {@link BaselineChoice} looks like; the rows themselves are checked by {@link baselineOf}. */
export const baselineSchema = z
  .union([
    z.literal('zero'),
    z.strictObject({ mean: z.custom<MatrixLike>() }),
    z.strictObject({ row: z.custom<ArrayLike<number>>() }),
    z.strictObject({ rows: z.custom<MatrixLike>() }),
  ])
  .default('zero')

/**
 * The baseline of some rows.
 * @throws {DataError} if it has another number of features, or there is not one for every row.
 */
export function baselineOf(choice: BaselineChoice, { rows, columns }: Matrix): Baseline {
  const where = 'option baseline'
  if (choice === 'zero') return fixed('zero', 1, zeros(1, columns))
  if ('mean' in choice) {
    const given = toMatrix(choice.mean, where, columns)
    return fixed('mean', given.rows, toMatrix([columnMeans(given)], where))
  }
  if ('row' in choice) return fixed('row', 1, toMatrix([choice.row], where, columns))
  const given = toMatrix(choice.rows, where, columns)
  if (given.rows === rows) return fixed('row', rows, given)
  throw new DataError({
    where,
    problem: 'there is not a baseline for every row',
    expected: String(rows),
    received: String(given.rows),
  })
}

const fixed = (kind: Background['kind'], rows: number, points: Matrix): Baseline => ({
  points,
  of: (row) => rowOf(points, points.rows === 1 ? 0 : row),
  background: { kind, rows, hash: hashOf(points.values) },
})
