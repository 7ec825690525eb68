import { DataError } from '@parallax-ml/core'
import type { Table } from '../table/table.js'
import { columnNames, requireWidth } from './column-names.js'
import { type CsvOptions, parseCsvOptions } from './csv-options.js'
import { dialectOf } from './dialect.js'
import { eachRecord } from './each-record.js'

/**
 * Reads comma-separated values as people have them: the separator is found or given, fields may be
 * quoted (RFC 4180), a byte-order mark and empty lines are skipped. Cells stay as they are; what
 * they mean is for `profileTable` to find out.
 *
 * @throws {DataError} naming the line, if a row has too many or too few fields or a quote is wrong.
 * @throws {OptionError} if an option does not fit.
 *
 * @example
 * const table = parseCsv('size;price\n3,5;12\n4;14', { decimal: ',' })
 */
export function parseCsv(text: string, options: CsvOptions = {}): Table {
  const parsed = parseCsvOptions(options)
  const { name, format, header } = parsed
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text
  const dialect = dialectOf(body, parsed.delimiter)
  const rows: string[][] = []
  const lines: number[] = []
  let columns: string[] | undefined
  eachRecord(body, { dialect, name }, ({ fields, line }) => {
    const isHeader = header && columns === undefined
    columns ??= columnNames(fields, parsed)
    if (isHeader) return
    requireWidth(fields, columns, `${name} line ${line}`)
    rows.push(fields)
    lines.push(line)
  })
  if (columns === undefined) throw new DataError({ where: name, problem: 'it is empty' })
  return { name, columns, rows, format, lines }
}
