import { DataError } from '@parallax-ml/core'

/** A table of numbers, row-major. */
export interface Matrix {
  readonly rows: number
  readonly columns: number
  /** `rows · columns` numbers. */
  readonly values: Float64Array
}

/** Rows as users have them: equally long lists of numbers, or a matrix. */
export type MatrixLike = Matrix | readonly ArrayLike<number>[]

/** A matrix of zeros. */
export const zeros = (rows: number, columns: number): Matrix => ({
  rows,
  columns,
  values: new Float64Array(rows * columns),
})

/**
 * Rows as a matrix; a matrix is given back as it is.
 * @throws {DataError} if there are no rows, or they differ in length, or hold what is no finite number.
 */
export function toMatrix(value: MatrixLike, where: string, columns?: number): Matrix {
  const matrix = 'values' in value && 'columns' in value ? value : joined(value, where)
  if (matrix.rows === 0) throw new DataError({ where, problem: 'it has no rows' })
  if (columns !== undefined && matrix.columns !== columns) {
    throw new DataError({
      where,
      problem: 'the rows have the wrong length',
      expected: `${columns} numbers`,
      received: String(matrix.columns),
    })
  }
  const bad = matrix.values.findIndex((number) => !Number.isFinite(number))
  if (bad < 0) return matrix
  throw new DataError({
    where: `${where} row ${Math.floor(bad / matrix.columns)}, column ${bad % matrix.columns}`,
    problem: 'not a finite number',
    received: String(matrix.values[bad]),
  })
}

function joined(value: readonly ArrayLike<number>[], where: string): Matrix {
  const columns = value[0]?.length ?? 0
  const matrix = zeros(value.length, columns)
  value.forEach((row, r) => {
    if (row.length !== columns) {
      throw new DataError({
        where: `${where} row ${r}`,
        problem: 'it differs in length from the rows before it',
        expected: `${columns} numbers`,
        received: String(row.length),
      })
    }
    matrix.values.set(row, r * columns)
  })
  return matrix
}

/** One row, as a view. */
export const rowOf = ({ values, columns }: Matrix, row: number): Float64Array =>
  values.subarray(row * columns, (row + 1) * columns)

/** The same row several times. */
export function repeated(row: ArrayLike<number>, times: number): Matrix {
  const matrix = zeros(times, row.length)
  for (let r = 0; r < times; r++) matrix.values.set(row, r * row.length)
  return matrix
}

/** Some rows of a matrix, in the given order. */
export function takeRows(matrix: Matrix, indices: ArrayLike<number>): Matrix {
  const taken = zeros(indices.length, matrix.columns)
  for (let r = 0; r < indices.length; r++) {
    taken.values.set(rowOf(matrix, indices[r]!), r * matrix.columns)
  }
  return taken
}

/** The mean of every column. */
export function columnMeans(matrix: Matrix): Float64Array {
  const means = new Float64Array(matrix.columns)
  for (let r = 0; r < matrix.rows; r++) {
    const row = rowOf(matrix, r)
    for (let c = 0; c < matrix.columns; c++) means[c]! += row[c]!
  }
  return means.map((sum) => sum / matrix.rows)
}
