import { columnMeans, type Matrix } from './matrix.js'

/** One column of the rows. */
export const columnOf = ({ rows, columns, values }: Matrix, column: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, r) => values[r * columns + column]!)

/** The standard deviation of every column, by the number of rows; of a constant one 1. */
export function columnDeviations(rows: Matrix): Float64Array {
  const means = columnMeans(rows)
  const squares = new Float64Array(rows.columns)
  rows.values.forEach((value, i) => {
    const column = i % rows.columns
    squares[column]! += (value - means[column]!) ** 2
  })
  return squares.map((sum) => Math.sqrt(sum / rows.rows) || 1)
}
