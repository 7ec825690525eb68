import { DataError, OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { cellReader } from '../table/cells.js'
import { requireColumn } from '../table/profile-options.js'
import { pickTableRows } from '../table/source.js'
import { placeOf, type Table } from '../table/table.js'
import type { Split } from './classes.js'
import { groupedSplit } from './grouped-split.js'
import { orderedSplit } from './ordered-split.js'
import { shuffledSplit } from './shuffled-split.js'
import { stratifiedSplit } from './stratified-split.js'

/** Options of {@link splitTable}; at most one of `stratify`, `group` and `ordered`. */
export interface SplitTableOptions {
  /** Share of the rows that is for testing, between 0 and 1. */
  readonly testShare: number
  /** A column whose classes are to be on both sides by the same share. */
  readonly stratify?: string
  /** A column, such as a patient, none of whose values is to be on both sides. */
  readonly group?: string
  /** Whether the last rows are for testing. */
  readonly ordered?: boolean
  /** Decides which rows. Default 0. */
  readonly seed?: number
}

const schema = z.strictObject({
  testShare: z.number().gt(0).lt(1),
  stratify: z.string().optional(),
  group: z.string().optional(),
  ordered: z.boolean().default(false),
  seed: z.int().min(0).default(0),
})

/**
 * Divides a table into rows for training and for testing: at random, or as the options say.
 *
 * @throws {DataError} if a column does not exist or has gaps, or there are too few rows.
 * @throws {OptionError} if an option does not fit.
 *
 * @example
 * const { train, test } = splitTable(table, { testShare: 0.2, stratify: 'species', seed: 7 })
 */
export function splitTable(
  table: Table,
  options: SplitTableOptions,
): { readonly train: Table; readonly test: Table } {
  const { train, test } = splitRows(table, options)
  return { train: pickTableRows(table, train), test: pickTableRows(table, test) }
}

function splitRows(table: Table, options: SplitTableOptions): Split {
  const parsed = parseWith(schema, options, 'split options', OptionError)
  const { testShare, stratify, group, ordered, seed } = parsed
  if ([stratify !== undefined, group !== undefined, ordered].filter(Boolean).length > 1) {
    throw new OptionError({
      where: 'split options',
      problem: 'only one of stratify, group and ordered can be had at once',
    })
  }
  const rows = table.rows.length
  if (ordered) return orderedSplit(rows, { testShare })
  if (group !== undefined) return groupedSplit(textsOf(table, group), { testShare, seed })
  if (stratify === undefined) return shuffledSplit(rows, { testShare, seed })
  const texts = textsOf(table, stratify)
  const classes = [...new Set(texts)].sort()
  const labels = texts.map((text) => classes.indexOf(text))
  requireTwoOfEach(texts, classes, `${table.name}, column '${stratify}'`)
  return stratifiedSplit(labels, { testShare, seed })
}

function requireTwoOfEach(texts: readonly string[], classes: readonly string[], where: string) {
  const alone = classes.find((name) => texts.indexOf(name) === texts.lastIndexOf(name))
  if (alone === undefined) return
  throw new DataError({
    where,
    problem: `only one row is '${alone}', and both sides need one`,
    hint: 'Leave that row out, or gather more of its kind.',
  })
}

/** A column's values as texts. */
function textsOf(table: Table, column: string): string[] {
  requireColumn(column, table.columns, table.name)
  const reader = cellReader(table.format)
  const place = table.columns.indexOf(column)
  return table.rows.map((cells, row) => {
    const cell = cells[place] ?? null
    if (!reader.isMissing(cell)) return reader.text(cell)
    throw new DataError({
      where: placeOf(table, row, column),
      problem: 'rows cannot be divided by a value that is missing',
      hint: 'Leave such rows out: withoutMissing(table, column).',
    })
  })
}
