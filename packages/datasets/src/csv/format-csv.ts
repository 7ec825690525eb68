import Papa from 'papaparse'
import type { Cell } from '../table/table.js'

/**
 * Rows as lines of CSV, quoted where they must be (RFC 4180), each ending in a line feed.
 *
 * @example
 * const text = formatCsv([['name', 'says'], ['Ada', '"Hello", she said']])
 */
export const formatCsv = (rows: readonly (readonly Cell[])[], delimiter = ','): string =>
  rows.length === 0 ? '' : `${Papa.unparse(rows as Cell[][], { delimiter, newline: '\n' })}\n`
