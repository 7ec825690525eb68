import type { RowBatch, RowSource } from '@parallax-ml/core'
import type { TableSource } from '../table/source.js'
import { encodeTable } from './encode-table.js'
import type { TableEncoding } from './table-encoding.js'

/**
 * A table that is not in memory, as rows for `fit` and `evaluate`: every batch is read and encoded
 * when its turn comes. {@link pickSource} takes those for training. Reading throws the errors of
 * `encodeTable`.
 */
export const encodedSource = (source: TableSource, encoding: TableEncoding): RowSource => ({
  rows: source.rows,
  async read(indices): Promise<RowBatch> {
    const { x, y } = encodeTable(await source.read(indices), encoding)
    return { x, y }
  },
})
