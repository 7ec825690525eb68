import { cellReader } from '../table/cells.js'
import type { Table } from '../table/table.js'
import type { TableEncoding } from './table-encoding.js'

/** A category that the training rows did not have. */
export interface UnknownValue {
  readonly column: string
  readonly value: string
  /** How many rows have it. */
  readonly rows: number
}

/** The categories in a table that an encoding does not know, for a word of warning. */
export function unknownValues(table: Table, { features }: TableEncoding): UnknownValue[] {
  const reader = cellReader(table.format)
  return features.flatMap((feature) => {
    if (feature.type !== 'category') return []
    const column = table.columns.indexOf(feature.column)
    const known = new Set(feature.values)
    const counts = new Map<string, number>()
    for (const cells of table.rows) {
      const cell = cells[column] ?? null
      if (reader.isMissing(cell) || known.has(reader.text(cell))) continue
      counts.set(reader.text(cell), (counts.get(reader.text(cell)) ?? 0) + 1)
    }
    return [...counts].map(([value, rows]) => ({ column: feature.column, value, rows }))
  })
}
