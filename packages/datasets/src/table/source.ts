import { DataError } from '@parallax-ml/core'
import type { CellFormat, Table } from './table.js'

/** A table that need not be in memory. */
export interface TableSource {
  readonly name: string
  readonly columns: readonly string[]
  readonly format: CellFormat
  /** Number of rows. */
  readonly rows: number
  /** The rows of these indices, in their order. */
  read(indices: Int32Array): Table | Promise<Table>
}

/** Rows that are read at once when a source is gone through. */
const rowsPerBlock = 4096

/** A table in memory as a source. */
export const sourceOf = (table: Table): TableSource => ({
  name: table.name,
  columns: table.columns,
  format: table.format,
  rows: table.rows.length,
  read: (indices) => pickTableRows(table, indices),
})

/**
 * The table with only the rows of these indices, in their order. Rows are shared, not copied.
 * @throws {DataError} if there is no such row.
 */
export function pickTableRows(table: Table, indices: ArrayLike<number>): Table {
  const picked = Array.from(indices)
  const wrong = picked.find((index) => table.rows[index] === undefined)
  if (wrong !== undefined) {
    throw new DataError({
      where: table.name,
      problem: 'there is no such row',
      expected: `a whole number from 0 to ${table.rows.length - 1}`,
      received: String(wrong),
    })
  }
  const { lines } = table
  return {
    ...table,
    rows: picked.map((index) => table.rows[index]!),
    lines: lines && picked.map((index) => lines[index]!),
  }
}

/** The rows of a source, or those of the given indices, block by block. */
export async function* blocksOf(
  source: TableSource,
  indices: Int32Array = Int32Array.from({ length: source.rows }, (_, row) => row),
): AsyncGenerator<Table> {
  for (let start = 0; start < indices.length; start += rowsPerBlock) {
    yield await source.read(indices.subarray(start, start + rowsPerBlock))
  }
}
