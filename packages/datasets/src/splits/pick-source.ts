import { DataError, type RowBatch, type RowSource } from '@parallax-ml/core'

/**
 * Only some rows of a source, such as those for training, in the order of the indices.
 *
 * @throws {DataError} if there is no such row.
 *
 * @example
 * const training = pickSource(images, stratifiedSplit(images.labels, { testShare: 0.2 }).train)
 */
export function pickSource(source: RowSource, indices: ArrayLike<number>): RowSource {
  const rows = Int32Array.from(indices)
  const wrong = rows.find((index) => index < 0 || index >= source.rows)
  if (wrong !== undefined) {
    throw new DataError({
      where: 'indices',
      problem: 'there is no such row',
      expected: `whole numbers from 0 to ${source.rows - 1}`,
      received: String(wrong),
    })
  }
  return {
    rows: rows.length,
    read: (batch): RowBatch | Promise<RowBatch> => source.read(batch.map((i) => rows[i]!)),
  }
}
