import type { NumberArray } from '../interpreter/kernels/arrays.js'
import { isRowsLike, type RowsLike } from './rows.js'
import type { Dataset, RowSource } from './source.js'

/** Some rows of data that were checked before, in the order of the indices. */
export function takeRows(data: Dataset | RowSource, rows: readonly number[]): Dataset | RowSource {
  if ('read' in data) {
    return { rows: rows.length, read: (indices) => data.read(indices.map((i) => rows[i]!)) }
  }
  const { x, y, sampleWeight } = data
  return {
    ...data,
    x: takeNamed(x, rows),
    y: takeNamed(y, rows),
    ...(sampleWeight && { sampleWeight: takeNamed(sampleWeight, rows) as number[] }),
  }
}

function takeNamed(
  values: unknown,
  rows: readonly number[],
): RowsLike | Readonly<Record<string, RowsLike>> {
  if (isRowsLike(values)) return take(values, rows)
  return Object.fromEntries(
    Object.entries(values as Record<string, RowsLike>).map(([name, own]) => [
      name,
      take(own, rows),
    ]),
  )
}

function take(values: RowsLike, rows: readonly number[]): RowsLike {
  if (!('shape' in values)) return rows.map((row) => values[row])
  const { shape, data } = values
  const width = data.length / shape[0]!
  const Kind = data.constructor as new (length: number) => NumberArray
  const taken = new Kind(rows.length * width)
  for (const [i, row] of rows.entries()) {
    taken.set(data.subarray(row * width, (row + 1) * width), i * width)
  }
  return { ...values, shape: [rows.length, ...shape.slice(1)], data: taken }
}
