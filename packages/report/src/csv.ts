import type { DataTable } from './figure.js'

/** A table as CSV of RFC 4180, with the lines ended by a line feed alone. */
export const toCsv = ({ columns, rows }: DataTable): string =>
  [columns, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('')

/** Spreadsheets run text that begins like a formula, so such text gets an apostrophe before it. */
function field(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
