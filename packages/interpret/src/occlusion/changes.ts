import type { Counted } from '../explained/counted.js'
import { type Matrix, repeated, rowOf } from '../matrix.js'

/**
 * The answers to some rows, and how much each falls if some columns are filled in, for every set of
 * columns: `[rows, sets, outputs]`.
 */
export async function changesWithout(
  asked: Counted,
  rows: Matrix,
  hidden: readonly (readonly number[])[],
  fill: Float64Array,
): Promise<{ predictions: Matrix; changes: Float64Array }> {
  const predictions = await asked.predict(rows)
  const outputs = predictions.columns
  const changes = new Float64Array(rows.rows * hidden.length * outputs)
  for (let r = 0; r < rows.rows; r++) {
    const changed = repeated(rowOf(rows, r), hidden.length)
    hidden.forEach((columns, h) => {
      for (const column of columns) rowOf(changed, h)[column] = fill[column]!
    })
    const { values } = await asked.predict(changed)
    values.forEach((answer, i) => {
      changes[r * values.length + i] = predictions.values[r * outputs + (i % outputs)]! - answer
    })
  }
  return { predictions, changes }
}
