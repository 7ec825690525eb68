import type { Matrix } from '../matrix.js'

/** Rows in the order of every feature's values; each node owns the same range in all of them. */
export interface Presorted {
  /** `[features][rows]` values. */
  readonly columns: readonly Float64Array[]
  /** `[features]`: row indices, ascending in value, then in index. */
  readonly orders: readonly Int32Array[]
}

/** Sorts the given rows by every feature. */
export function presort({ columns: width, values }: Matrix, rows: Int32Array): Presorted {
  const columns = Array.from({ length: width }, () => new Float64Array(values.length / width))
  for (const row of rows) {
    for (let f = 0; f < width; f++) columns[f]![row] = values[row * width + f]!
  }
  return {
    columns,
    orders: columns.map((column) => rows.slice().sort((a, b) => column[a]! - column[b]! || a - b)),
  }
}

/**
 * Moves the rows of `[from, to)` that go left before those that go right, in every feature's order,
 * which stays sorted on both sides. Returns where the right side begins.
 */
export function divide(
  { orders }: Presorted,
  from: number,
  to: number,
  goesLeft: Uint8Array,
): number {
  const right = new Int32Array(to - from)
  let middle = from
  for (const order of orders) {
    middle = from
    let rights = 0
    for (let i = from; i < to; i++) {
      const row = order[i]!
      if (goesLeft[row] === 1) order[middle++] = row
      else right[rights++] = row
    }
    order.set(right.subarray(0, rights), middle)
  }
  return middle
}
