import type { ColumnProfile, TableProfile } from './profile.js'

/**
 * A profile as lines of text: each column with its type, its gaps, and its values or range.
 *
 * @example
 * console.log(showProfile(profileTable(table)))
 */
export function showProfile({ name, rows, columns }: TableProfile): string {
  const cells = [
    ['column', 'type', 'missing', 'values'],
    ...columns.map((column) => [
      column.name,
      column.type,
      column.missing === 0 ? '' : String(column.missing),
      valuesOf(column),
    ]),
  ]
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)))
  const lines = cells.map((row) =>
    row
      .map((cell, i) => (i === 2 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  )
  return [`${name}: ${rows} rows`, ...lines].join('\n')
}

/** How many values are listed. */
const listed = 4

function valuesOf({ type, present, least, most, mean, values }: ColumnProfile): string {
  if (present === 0) return 'none'
  if (type === 'number') return `${short(least)} to ${short(most)}, mean ${short(mean)}`
  if (type === 'date') return `${dateOf(least)} to ${dateOf(most)}`
  if (type === 'boolean') return `true in ${short(100 * mean)} %`
  if (values === undefined) return 'many different texts'
  const byCount = values.toSorted((a, b) => b.count - a.count)
  const first = byCount.slice(0, listed).map(({ value, count }) => `${cut(value)} (${count})`)
  const rest = values.length > listed ? [`… ${values.length} in all`] : []
  return [...first, ...rest].join(', ')
}

/** Long values would push the table apart. */
const cut = (text: string): string => (text.length > 24 ? `${text.slice(0, 23)}…` : text)

/** The day of a number of days since the start of 1970. */
const dateOf = (days: number): string => new Date(86_400_000 * days).toISOString().slice(0, 10)

/** A number without more digits than one wants to read. */
const short = (value: number): string => String(Number(value.toPrecision(6)))
