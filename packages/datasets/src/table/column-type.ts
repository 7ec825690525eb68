import { DataError } from '@parallax-ml/core'
import type { Counted } from './tally.js'

/** Types of columns. `text` is free text, which encodings leave out. */
export const columnTypes = ['number', 'boolean', 'date', 'category', 'text'] as const

/** Type of a column. */
export type ColumnType = (typeof columnTypes)[number]

/** With this share of numbers, a column was meant to be of numbers. */
const almostAll = 0.9

/**
 * The type of a column: as declared, or the first that all values fit. Texts are categories if
 * values recur: not too many, and each twice on average.
 *
 * @throws {DataError} if a column seems to be of numbers, and has something else in it.
 */
export function typeOf(counted: Counted, table: string): ColumnType {
  const { type, present, numbers, booleans, dates, values } = counted
  if (type === 'category' && values === undefined) throw tooManyValues(counted, table)
  if (type !== undefined) return type
  if (present === 0) return 'text'
  if (numbers === present) return 'number'
  if (booleans === present) return 'boolean'
  if (dates === present) return 'date'
  requireNoSlip(counted)
  const recurs = values !== undefined && (values.length <= 2 || 2 * values.length <= present)
  return recurs ? 'category' : 'text'
}

function requireNoSlip(counted: Counted): void {
  const { name, present, numbers, commas, odd, format } = counted
  if (format.decimal === '.' && commas > 0 && numbers + commas === present) {
    throw new DataError({
      where: odd!.where,
      problem: `'${odd!.text}' is a number only with a decimal comma`,
      hint: `If the comma is one, declare decimal: ',' (--decimal ,). If not, declare column '${name}' to be a category (--categories '${name}').`,
    })
  }
  if (numbers < almostAll * present) return
  throw new DataError({
    where: odd!.where,
    problem: `'${odd!.text}' is not a number, but ${numbers} of ${present} values of the column are`,
    hint: `Mend it, declare it with missing: ['${odd!.text}'] (--missing '${odd!.text}'), or declare column '${name}' to be a category (--categories '${name}').`,
  })
}

const tooManyValues = ({ name }: Counted, table: string): DataError =>
  new DataError({
    where: `${table}, column '${name}'`,
    problem: 'it has too many different values for a category',
    expected: 'at most 10000',
    hint: 'Leave the column out, or merge its values.',
  })
