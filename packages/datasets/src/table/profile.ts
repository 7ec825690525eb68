import { type ColumnType, typeOf } from './column-type.js'
import { type ProfileOptions, parseProfileOptions } from './profile-options.js'
import { blocksOf, type TableSource } from './source.js'
import type { CellFormat, Table } from './table.js'
import { type ColumnTally, tallyColumn } from './tally.js'

/** What was found in a column. */
export interface ColumnProfile {
  readonly name: string
  /** What the values are: as declared, or as all of them look. */
  readonly type: ColumnType
  readonly present: number
  readonly missing: number
  /** Of numbers, of booleans as 0 and 1, and of dates as days since the start of 1970. */
  readonly mean: number
  /** Biased: divided by the number of values. */
  readonly variance: number
  readonly least: number
  readonly most: number
  /** Whether all are whole numbers. */
  readonly whole: boolean
  /** The different values and how often each occurs, in order; absent if there are too many. */
  readonly values?: readonly { readonly value: string; readonly count: number }[] | undefined
}

/** What was found in the rows of a table. */
export interface TableProfile {
  readonly name: string
  readonly rows: number
  readonly format: CellFormat
  readonly columns: readonly ColumnProfile[]
}

/**
 * Looks through a table: types, moments, values and gaps of every column. What a model is to learn
 * from it ({@link fitEncoding}) must come from training rows alone, so split first.
 *
 * @throws {DataError} naming row and column, if a column of numbers has something else in it, or a
 * declared type does not fit.
 *
 * @example
 * console.log(showProfile(profileTable(table, { types: { zip: 'category' } })))
 */
export function profileTable(table: Table, options: ProfileOptions = {}): TableProfile {
  const profiler = tableProfiler(table, options)
  profiler.add(table)
  return profiler.profile()
}

/**
 * The same for a table that is not in memory, in one pass.
 * @param indices the rows to look at; default all.
 * @throws the errors of {@link profileTable}.
 */
export async function profileSource(
  source: TableSource,
  options: ProfileOptions = {},
  indices?: Int32Array,
): Promise<TableProfile> {
  const profiler = tableProfiler(source, options)
  for await (const block of blocksOf(source, indices)) profiler.add(block)
  return profiler.profile()
}

function tableProfiler(
  { name, columns, format }: Pick<TableSource, 'name' | 'columns' | 'format'>,
  options: ProfileOptions,
) {
  const { types, mostCategories } = parseProfileOptions(options, columns, name)
  const tallies = columns.map(
    (column): ColumnTally => tallyColumn(column, { format, type: types[column], mostCategories }),
  )
  let rows = 0
  return {
    add(table: Table): void {
      rows += table.rows.length
      for (const [i, tally] of tallies.entries()) tally.add(table, i)
    },
    profile: (): TableProfile => ({
      name,
      rows,
      format,
      columns: tallies.map((tally) => profileOf(tally, name)),
    }),
  }
}

function profileOf(tally: ColumnTally, table: string): ColumnProfile {
  const { name, missing, present, moments, values } = tally.found()
  const type = typeOf(tally.found(), table)
  return { name, type, present, missing, ...moments, values }
}
