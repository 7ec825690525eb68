import type { ProgramV1 } from '../backend/contract.js'
import type { Tensor } from '../backend/tensor.js'
import type { Columns } from '../data/columns.js'
import type { Shape } from '../graph/types.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'

/** Rows that prediction programs are compiled for: the smallest that holds all rows, or the last. */
export const predictionBuckets: readonly number[] = [1, 16, 256]

/** The size of the batches in which so many rows are predicted. */
export const bucketFor = (rows: number): number =>
  predictionBuckets.find((bucket) => bucket >= rows) ?? predictionBuckets.at(-1)!

/**
 * What a program for {@link bucketFor} rows gives for all rows, batch by batch; the last one is padded
 * with zeros. `shapes` are those of one row of every result.
 */
export async function predictBatches(
  program: ProgramV1,
  shapes: Readonly<Record<string, Shape>>,
  columns: Columns,
  rows: number,
): Promise<Record<string, Tensor>> {
  const batchSize = bucketFor(rows)
  const results: Record<string, NumberArray> = {}
  for (let row = 0; row < rows; row += batchSize) {
    const batch = await program.run(feedsOf(columns, rows, row, batchSize))
    for (const [name, values] of Object.entries(batch)) {
      const width = values.length / batchSize
      const Kind = values.constructor as new (length: number) => NumberArray
      results[name] ??= new Kind(rows * width)
      results[name].set(values.subarray(0, (rows - row) * width), row * width)
    }
  }
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      { shape: [rows, ...shape], dtype: 'float', data: results[name]! },
    ]),
  )
}

function feedsOf(columns: Columns, rows: number, row: number, batchSize: number): Columns {
  return Object.fromEntries(
    Object.entries(columns).map(([name, data]) => {
      const width = data.length / rows
      const feed = new Float64Array(batchSize * width)
      feed.set(data.subarray(row * width, (row + batchSize) * width))
      return [name, feed]
    }),
  )
}
