import { DataError } from '@parallax-ml/core'

/** Inputs and targets, rows first. */
export interface Rows {
  readonly x: readonly unknown[]
  readonly y: readonly unknown[]
}

/**
 * The data with only the rows of these indices, in their order; everything else is kept. The rows
 * themselves are shared, not copied.
 *
 * @throws {DataError} if there is no such row.
 *
 * @example
 * const training = pickRows(data, stratifiedSplit(data.y, { testShare: 0.2 }).train)
 */
export function pickRows<Data extends Rows>(data: Data, indices: ArrayLike<number>): Data {
  const rows = Math.min(data.x.length, data.y.length)
  const picked = Array.from(indices)
  for (const [i, index] of picked.entries()) {
    if (Number.isInteger(index) && index >= 0 && index < rows) continue
    throw new DataError({
      where: `indices[${i}]`,
      problem: 'there is no such row',
      expected: `a whole number from 0 to ${rows - 1}`,
      received: String(index),
    })
  }
  return { ...data, x: picked.map((i) => data.x[i]), y: picked.map((i) => data.y[i]) }
}
