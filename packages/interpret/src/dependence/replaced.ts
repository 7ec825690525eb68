import { type Counted, rowsPerCall } from '../explained/counted.js'
import { type Matrix, rowOf, zeros } from '../matrix.js'

/**
 * The answers to all rows at every point, with some columns of the rows set to the point's values:
 * `[points · rows, outputs]`.
 */
export async function answersAt(
  asked: Counted,
  rows: Matrix,
  columns: readonly number[],
  points: readonly (readonly number[])[],
): Promise<Matrix> {
  const perCall = Math.max(1, Math.floor(rowsPerCall / rows.rows))
  const parts: Matrix[] = []
  for (let from = 0; from < points.length; from += perCall) {
    parts.push(await asked.predict(replaced(rows, columns, points.slice(from, from + perCall))))
  }
  const answers = zeros(points.length * rows.rows, parts[0]!.columns)
  parts.forEach((part, i) => {
    answers.values.set(part.values, i * perCall * rows.rows * part.columns)
  })
  return answers
}

function replaced(
  rows: Matrix,
  columns: readonly number[],
  points: readonly (readonly number[])[],
): Matrix {
  const all = zeros(points.length * rows.rows, rows.columns)
  points.forEach((point, p) => {
    all.values.set(rows.values, p * rows.values.length)
    for (let r = 0; r < rows.rows; r++) {
      const row = rowOf(all, p * rows.rows + r)
      columns.forEach((column, c) => {
        row[column] = point[c]!
      })
    }
  })
  return all
}
