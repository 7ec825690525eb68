import { checkRows } from '../statistics/check.js'

/** Rows of numbers, row-major. */
export interface Table {
  readonly rows: number
  readonly columns: number
  readonly values: Float64Array
}

/**
 * Rows as a table whose columns have mean 0 and standard deviation 1 over `reference`; a column that
 * is constant there has its distance from that constant.
 *
 * @throws {DataError} without rows, or if they differ in length or hold what is no finite number.
 */
export function standardized(
  rows: readonly ArrayLike<number>[],
  reference: readonly ArrayLike<number>[] = rows,
): Table {
  const columns = reference[0]?.length ?? 0
  checkRows('reference rows', reference)
  checkRows('rows', rows, columns)
  const values = new Float64Array(rows.length * columns)
  for (let c = 0; c < columns; c++) {
    const mean = reference.reduce((sum, row) => sum + row[c]!, 0) / reference.length
    const squares = reference.reduce((sum, row) => sum + (row[c]! - mean) ** 2, 0)
    const scale = Math.sqrt(squares / reference.length) || 1
    rows.forEach((row, r) => {
      values[r * columns + c] = (row[c]! - mean) / scale
    })
  }
  return { rows: rows.length, columns, values }
}
