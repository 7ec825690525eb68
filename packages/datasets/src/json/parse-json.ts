import { DataError, OptionError, parseWith } from '@parallax-ml/core'
import { type FormatOptions, formatOf, formatSchema } from '../csv/csv-options.js'
import type { Cell, Table } from '../table/table.js'

/**
 * A table of records in memory. The columns are the keys of all records, in the order in which they
 * first occur; a record without one lacks that value.
 *
 * @throws {DataError} naming record and key, if a value is no text, number, boolean or null.
 *
 * @example
 * const table = tableOf([{ age: 31, city: 'Ulm' }, { age: 45, city: null }])
 */
export function tableOf(records: readonly object[], options: FormatOptions = {}): Table {
  const { name, ...format } = parseWith(formatSchema, options, 'table options', OptionError)
  return tableOfRecords(records, { name, format: formatOf(format) })
}

/**
 * Reads JSON as people have it: an array of records, JSON lines (a record a line), or an object of
 * columns, each an array of values.
 *
 * @throws {DataError} if it is none of these, naming the line or record.
 *
 * @example
 * const table = parseJson('{"age": 31, "city": "Ulm"}\n{"age": 45, "city": null}')
 */
export function parseJson(text: string, options: FormatOptions = {}): Table {
  const { name, ...format } = parseWith(formatSchema, options, 'JSON options', OptionError)
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text
  const context = { name, format: formatOf(format) }
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch (cause) {
    if (/^\s*\{.*\}\s*\n\s*\{/.test(body)) return tableOfLines(body, context)
    throw new DataError({
      where: name,
      problem: `it is not JSON: ${(cause as Error).message}`,
      hint: 'Expected are an array of records, JSON lines, or an object of columns.',
    })
  }
  if (Array.isArray(value)) return tableOfRecords(value, context)
  if (isRecord(value)) {
    const columns = Object.values(value)
    return columns.length > 0 && columns.every(Array.isArray)
      ? tableOfColumns(value as Record<string, unknown[]>, context)
      : tableOfRecords([value], context)
  }
  throw new DataError({
    where: name,
    problem: 'it holds no rows',
    expected: 'an array of records, JSON lines, or an object of columns',
  })
}

/** Reads JSON lines: a record a line; empty lines are skipped. */
function tableOfLines(text: string, context: Context): Table {
  const lines: number[] = []
  const records = text.split('\n').flatMap((part, i): unknown[] => {
    if (part.trim() === '') return []
    lines.push(i + 1)
    try {
      return [JSON.parse(part)]
    } catch (cause) {
      throw new DataError({
        where: `${context.name} line ${i + 1}`,
        problem: `it is not JSON: ${(cause as Error).message}`,
      })
    }
  })
  return tableOfRecords(records, { ...context, lines })
}

type Context = Pick<Table, 'name' | 'format' | 'lines'>

function tableOfRecords(records: readonly unknown[], context: Context): Table {
  const { name, lines } = context
  const places = new Map<string, number>()
  const whereOf = (row: number): string =>
    lines === undefined ? `${name}[${row}]` : `${name} line ${lines[row]}`
  for (const [row, record] of records.entries()) {
    if (!isRecord(record)) {
      throw new DataError({ where: whereOf(row), problem: 'not a record', expected: 'an object' })
    }
    for (const key of Object.keys(record)) if (!places.has(key)) places.set(key, places.size)
  }
  if (places.size === 0) throw new DataError({ where: name, problem: 'it is empty' })
  const columns = [...places.keys()]
  const rows = records.map((record, row) =>
    columns.map((column) =>
      toCell((record as Record<string, unknown>)[column], whereOf(row), column),
    ),
  )
  return { ...context, columns, rows }
}

function tableOfColumns(columns: Record<string, unknown[]>, context: Context): Table {
  const names = Object.keys(columns)
  const count = columns[names[0]!]!.length
  for (const [name, values] of Object.entries(columns)) {
    if (values.length === count) continue
    throw new DataError({
      where: `${context.name}, column '${name}'`,
      problem: 'it has another number of values than the first column',
      expected: String(count),
      received: String(values.length),
    })
  }
  const records = Array.from({ length: count }, (_, row) =>
    Object.fromEntries(names.map((name) => [name, columns[name]![row]])),
  )
  return tableOfRecords(records, context)
}

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function toCell(value: unknown, where: string, column: string): Cell {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value
  }
  throw new DataError({
    where: `${where}, column '${column}'`,
    problem: 'a cell holds one value',
    expected: 'a text, a number, true, false or null',
    received: Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`,
  })
}
