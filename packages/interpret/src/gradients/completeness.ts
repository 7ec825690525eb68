import { type Matrix, rowOf } from '../matrix.js'

/**
 * prediction − base of a row, and how far the sum of its attributions `[rows, features, outputs]` is
 * from that, for every output. `bases` are one row for all, or one for each.
 */
export function gapsOfRow(
  values: ArrayLike<number>,
  row: number,
  features: number,
  predictions: Matrix,
  bases: Matrix,
): { readonly change: number; readonly gap: number }[] {
  const prediction = rowOf(predictions, row)
  const base = rowOf(bases, bases.rows === 1 ? 0 : row)
  return Array.from(prediction, (answer, k) => {
    let sum = 0
    for (let f = 0; f < features; f++) sum += values[(row * features + f) * prediction.length + k]!
    const change = answer - base[k]!
    return { change, gap: Math.abs(sum - change) }
  })
}
