import type { Background } from './explanation.js'
import { hashOf } from './hash.js'
import { columnMeans, type Matrix, type MatrixLike, repeated, toMatrix, zeros } from './matrix.js'

/** What stands in for absent features: rows, all of them 0, or the mean of some rows. */
export type BackgroundChoice = MatrixLike | 'zero' | { readonly mean: MatrixLike }

/** Background rows, and what an explanation says about them. */
export interface ResolvedBackground {
  readonly rows: Matrix
  readonly described: Background
}

/**
 * The rows of a choice.
 * @throws {DataError} if they do not fit the features.
 */
export function backgroundOf(choice: BackgroundChoice, features: number): ResolvedBackground {
  const [kind, rows] = rowsOf(choice, features)
  return { rows, described: { kind, rows: rows.rows, hash: hashOf(rows.values) } }
}

function rowsOf(choice: BackgroundChoice, features: number): [Background['kind'], Matrix] {
  if (choice === 'zero') return ['zero', zeros(1, features)]
  if ('mean' in choice) {
    return ['mean', repeated(columnMeans(toMatrix(choice.mean, 'background.mean', features)), 1)]
  }
  const rows = toMatrix(choice, 'background', features)
  return [rows.rows === 1 ? 'row' : 'rows', rows]
}
