import { DataError, suggest } from '@parallax-ml/core'
import { type CellReader, cellReader } from '../table/cells.js'
import { type Cell, placeOf, type Table } from '../table/table.js'
import { requireColumns } from './encode-table.js'
import type { TargetEncoding } from './table-encoding.js'

/**
 * The targets of a table's rows: class indices, or numbers.
 * @throws {DataError} naming the row, if a target is missing or does not fit.
 */
export function encodeTarget(table: Table, target: TargetEncoding): Float64Array {
  requireColumns(table, [target.column])
  const reader = cellReader(table.format)
  const column = table.columns.indexOf(target.column)
  const read = target.type === 'number' ? reader.number : classReader(target.classes, reader)
  return Float64Array.from(table.rows, (cells, row) => {
    const cell = cells[column] ?? null
    const where = placeOf(table, row, target.column)
    if (reader.isMissing(cell)) {
      throw new DataError({
        where,
        problem: 'the target is missing',
        hint: 'Leave such rows out: withoutMissing(table, column).',
      })
    }
    const value = read(cell)
    if (Number.isNaN(value)) throw notATarget(target, where, reader.text(cell))
    return value
  })
}

/** A class is found by its text, or as the same number or boolean written in another way. */
function classReader(classes: readonly string[], reader: CellReader): (cell: Cell) => number {
  const places = new Map(classes.map((name, i) => [name, i]))
  const isBoolean = classes.join() === 'false,true'
  return (cell) =>
    places.get(reader.text(cell)) ??
    (isBoolean ? reader.boolean(cell) : places.get(String(reader.number(cell)))) ??
    Number.NaN
}

const notATarget = (target: TargetEncoding, where: string, text: string): DataError =>
  new DataError({
    where,
    problem: target.type === 'number' ? 'not a number' : `no training row has the class '${text}'`,
    ...(target.type === 'number'
      ? { received: `'${text}'` }
      : { hint: suggest(text, target.classes) }),
  })

/**
 * The table without the rows that lack a value in a column, such as the target.
 * @throws {DataError} if there is no such column.
 */
export function withoutMissing(table: Table, column: string): Table {
  requireColumns(table, [column])
  const { isMissing } = cellReader(table.format)
  const place = table.columns.indexOf(column)
  const kept = table.rows.flatMap((row, i) => (isMissing(row[place] ?? null) ? [] : [i]))
  return {
    ...table,
    rows: kept.map((i) => table.rows[i]!),
    lines: table.lines && kept.map((i) => table.lines![i]!),
  }
}
