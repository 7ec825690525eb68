import { DataError } from '@parallax-ml/core'
import { cellReader, hasDecimalComma } from './cells.js'
import type { ColumnType } from './column-type.js'
import { type Cell, type CellFormat, placeOf, type Table } from './table.js'

/** What is known of a column before it is looked at. */
export interface TallyOptions {
  readonly format: CellFormat
  readonly type: ColumnType | undefined
  readonly mostCategories: number
}

/** Everything counted in a column. */
export interface Counted extends TallyOptions {
  readonly name: string
  readonly missing: number
  readonly present: number
  /** How many are numbers, booleans, dates, or numbers but for a decimal comma. */
  readonly numbers: number
  readonly booleans: number
  readonly dates: number
  readonly commas: number
  /** The first value that is no number. */
  readonly odd: { readonly where: string; readonly text: string } | undefined
  readonly moments: Moments
  readonly values: { readonly value: string; readonly count: number }[] | undefined
}

interface Moments {
  readonly mean: number
  readonly variance: number
  readonly least: number
  readonly most: number
  readonly whole: boolean
}

/** Counts what is in a column. */
export interface ColumnTally {
  /** Takes the cells at `column` of every row. */
  add(table: Table, column: number): void
  found(): Counted
}

/** More values than this are not kept, even where a column is declared to be a category. */
const mostDeclared = 10_000

/** A tally of one column. Moments are updated value by value, after Welford (1962). */
export function tallyColumn(name: string, options: TallyOptions): ColumnTally {
  const reader = cellReader(options.format)
  const { type } = options
  const limit = type === 'category' ? mostDeclared : options.mostCategories
  const counts = { missing: 0, present: 0, numbers: 0, booleans: 0, dates: 0, commas: 0 }
  let values: Map<string, number> | undefined = new Map()
  let odd: Counted['odd']
  let [n, mean, squares, least, most, whole] = [0, 0, 0, Infinity, -Infinity, true]

  const take = (value: number): void => {
    const shift = value - mean
    mean += shift / ++n
    squares += shift * (value - mean)
    if (value < least) least = value
    if (value > most) most = value
    if (whole && !Number.isInteger(value)) whole = false
  }

  const kindOf = (cell: Cell): Counted['type'] => {
    for (const kind of ['number', 'boolean', 'date'] as const) {
      const value = reader[kind](cell)
      if (Number.isNaN(value)) continue
      take(value)
      counts[`${kind}s`]++
      return kind
    }
    return undefined
  }

  const takeCell = (cell: Cell, table: Table, row: number): void => {
    const kind = kindOf(cell)
    if (kind !== 'number') {
      if (hasDecimalComma(cell)) counts.commas++
      odd ??= { where: placeOf(table, row, name), text: reader.text(cell) }
    }
    if (type === undefined || type === 'category' || type === 'text' || type === kind) return
    throw notA(type, placeOf(table, row, name), reader.text(cell))
  }

  const countValue = (text: string): void => {
    if (values === undefined) return
    values.set(text, (values.get(text) ?? 0) + 1)
    if (values.size > limit) values = undefined
  }

  return {
    add(table, column) {
      for (let row = 0; row < table.rows.length; row++) {
        const cell = table.rows[row]![column] ?? null
        if (reader.isMissing(cell)) {
          counts.missing++
          continue
        }
        counts.present++
        takeCell(cell, table, row)
        if (values !== undefined) countValue(reader.text(cell))
      }
    },
    found: () => ({
      name,
      ...options,
      ...counts,
      odd,
      moments: { mean, variance: n === 0 ? 0 : squares / n, least, most, whole },
      values: values && sortedValues(values),
    }),
  }
}

/** Numbers by size, then texts by code unit, so that the order is the same everywhere. */
function sortedValues(values: ReadonlyMap<string, number>): { value: string; count: number }[] {
  const all = [...values].map(([value, count]) => ({ value, count, number: Number(value) }))
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  const isNumeric = all.every(({ number }) => !Number.isNaN(number))
  const ordered = all.sort((a, b) =>
    isNumeric && a.number !== b.number ? a.number - b.number : byText(a.value, b.value),
  )
  return ordered.map(({ value, count }) => ({ value, count }))
}

/** What a cell of a type looks like, for errors. */
export const expectedOf = (type: ColumnType): string =>
  ({ number: 'a number', boolean: 'true or false', date: 'a date such as 2024-05-31' })[
    type as 'number' | 'boolean' | 'date'
  ]

const notA = (type: ColumnType, where: string, text: string): DataError =>
  new DataError({
    where,
    problem: `the column is declared to be of type ${type}, and this is none`,
    expected: expectedOf(type),
    received: `'${text}'`,
  })
