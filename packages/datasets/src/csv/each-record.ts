import { DataError } from '@parallax-ml/core'
import Papa from 'papaparse'
import { type Dialect, isBlank } from './dialect.js'

/** One record of a file. */
export interface CsvRecord {
  readonly fields: string[]
  /** Line at which it begins, counted from 1. */
  readonly line: number
  /** Where it begins and the next one does, in characters of the text. */
  readonly start: number
  readonly end: number
}

/** What `eachRecord` is told. */
export interface RecordContext {
  readonly dialect: Dialect
  /** What errors call the file. */
  readonly name: string
  /** Line of the file at which the text begins. Default 1. */
  readonly firstLine?: number
  /** Whether the text ends in the middle of the file, so that its last record may be torn. */
  readonly isPart?: boolean
}

/**
 * Tells of every record of a text that is no empty line. Of a part of a file, the last record is left
 * out, since it may go on in the next part.
 *
 * @returns where the records end, and the line there.
 * @throws {DataError} naming the line, if quotes are wrong.
 */
export function eachRecord(
  text: string,
  { dialect, name, firstLine = 1, isPart = false }: RecordContext,
  tell: (record: CsvRecord) => void,
): { end: number; line: number } {
  let last: (CsvRecord & { readonly error: Papa.ParseError | undefined }) | undefined
  let [start, line] = [0, firstLine]
  const flush = (): void => {
    if (last === undefined) return
    if (last.error !== undefined) throw wrongQuote(last.error, `${name} line ${last.line}`)
    if (!isBlank(last.fields)) tell(last)
  }
  Papa.parse<string[]>(text, {
    ...dialect,
    step({ data: fields, errors, meta: { cursor: end } }) {
      flush()
      trimReturn(fields)
      last = { fields, line, start, end, error: errors[0] }
      line += linesIn(text, last, dialect.newline)
      start = end
    },
  })
  if (isPart && last !== undefined) return { end: last.start, line: last.line }
  flush()
  return { end: text.length, line }
}

/** Lines that end in `\r\n` leave the `\r` to the last field. */
function trimReturn(fields: string[]): void {
  const final = fields.at(-1)!
  if (final.endsWith('\r')) fields[fields.length - 1] = final.slice(0, -1)
}

/** Usually one: the first line break is the one that ends the record. */
function linesIn(text: string, { fields, start, end }: CsvRecord, newline: string): number {
  const first = text.indexOf(newline, start)
  if (first < 0 || first >= end - 1) return 1
  return 1 + fields.reduce((sum, field) => sum + field.split(newline).length - 1, 0)
}

const wrongQuote = ({ code }: Papa.ParseError, where: string): DataError =>
  new DataError({
    where,
    problem:
      code === 'MissingQuotes'
        ? 'a quoted field begins here and never ends'
        : 'a quoted field goes on behind its closing quote',
    hint: 'Inside a quoted field, write a quote twice.',
  })
