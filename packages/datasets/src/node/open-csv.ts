import { isAscii } from 'node:buffer'
import { fstatSync, readSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { DataError, FileError } from '@parallax-ml/core'
import { columnNames, requireWidth } from '../csv/column-names.js'
import { parseCsvOptions } from '../csv/csv-options.js'
import { type Dialect, dialectOf } from '../csv/dialect.js'
import { eachRecord } from '../csv/each-record.js'
import type { TableSource } from '../table/source.js'
import type { Table } from '../table/table.js'
import { openFile } from './files.js'
import type { ReadTableOptions } from './read-table.js'
import { type RowIndex, rowIndex } from './row-index.js'
import { byteDecoder, markLength } from './text-encoding.js'

/** A CSV file whose rows are read as they are needed. */
export interface CsvFile extends TableSource {
  /** Closes the file. Reading is an error afterwards; closing twice is harmless. */
  close(): Promise<void>
}

const chunkBytes = 2 ** 20
/** A record that is longer is a quote that was never closed. */
const mostRecordBytes = 2 ** 26

/**
 * Opens a CSV file of any size. One pass finds where its rows are, which takes four bytes of memory a
 * row; afterwards any rows can be read in any order, as training does. The file must not change as
 * long as it is open.
 *
 * @throws {FileError} if it cannot be read. @throws {DataError} naming the line, if quotes are wrong.
 * @throws {OptionError} if an option does not fit.
 *
 * @example
 * const file = await openCsv('clicks.csv')
 * const encoding = fitEncoding(await profileSource(file), { target: 'clicked' })
 * const run = await fit(spec, encodedSource(file, encoding), { backend, loss, epochs: 1 })
 */
export async function openCsv(path: string, options: ReadTableOptions = {}): Promise<CsvFile> {
  const { encoding, ...others } = options
  const parsed = parseCsvOptions({ name: basename(path), ...others })
  const decoder = byteDecoder(encoding)
  const file = await openFile(path)
  try {
    const { size, mtimeMs } = await file.stat()
    const found = await scan(file, parsed.name, parsed.delimiter, size)
    const { name, header, format } = parsed
    const index = found.index
    if (index.rows === 0) throw new DataError({ where: name, problem: 'it is empty' })
    const decode = (fields: string[], line: number): string[] =>
      fields.map((field) => decoder.decodeLatin1(field, `${name} line ${line}`))
    const first = readRecords(file.fd, found, [0])
    const columns = columnNames(decode(first.records[0]!, index.line(0)), parsed)
    const skipped = header ? 1 : 0
    let isOpen = true
    const requireSame = (): void => {
      if (!isOpen) throw new FileError({ where: path, problem: 'it has been closed' })
      const now = fstatSync(file.fd)
      if (now.size === size && now.mtimeMs === mtimeMs) return
      throw new FileError({ where: path, problem: 'it has changed since it was opened' })
    }
    return {
      name,
      columns,
      format,
      rows: found.index.rows - skipped,
      read(indices): Table {
        requireSame()
        const wanted = Array.from(indices, (row) => row + skipped)
        const ascending = isAscending(wanted) ? wanted : [...new Set(wanted)].sort((x, y) => x - y)
        const { records, isAscii } = readRecords(file.fd, found, ascending)
        const rows = records.map((fields, i) => {
          const line = index.line(ascending[i]!)
          requireWidth(fields, columns, `${name} line ${line}`)
          return isAscii ? fields : decode(fields, line)
        })
        const lines = wanted.map(index.line)
        if (ascending === wanted) return { name, columns, format, rows, lines }
        const places = new Map(ascending.map((row, i) => [row, i]))
        const ordered = wanted.map((row) => rows[places.get(row)!]!)
        return { name, columns, format, rows: ordered, lines }
      },
      async close() {
        isOpen = false
        await file.close()
      },
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** Where records are. Texts are bytes here, one a character (`latin1`), so that places are the same. */
interface Scanned {
  readonly dialect: Dialect
  readonly index: RowIndex
  readonly size: number
  readonly name: string
}

async function scan(
  file: FileHandle,
  name: string,
  delimiter: string | undefined,
  size: number,
): Promise<Scanned> {
  const index = rowIndex(name)
  const chunk = Buffer.alloc(chunkBytes)
  let dialect: Dialect | undefined
  let [position, torn, line] = [0, '', 1]
  while (position < size) {
    const { bytesRead } = await file.read(chunk, 0, chunkBytes, position)
    const bytes = chunk.subarray(0, bytesRead)
    const mark = position === 0 ? markLength(bytes, name) : 0
    const text = torn + bytes.toString('latin1', mark)
    const start = position + mark - torn.length
    dialect ??= dialectOf(text, delimiter)
    position += bytesRead
    const isPart = position < size
    const told = eachRecord(text, { dialect, name, firstLine: line, isPart }, (record) =>
      index.push(start + record.start, record.line),
    )
    torn = text.slice(told.end)
    line = told.line
    if (isPart && torn.length > mostRecordBytes) throw endless(name, line)
  }
  return { dialect: dialect ?? dialectOf(''), index, size, name }
}

const endless = (name: string, line: number): DataError =>
  new DataError({
    where: `${name} line ${line}`,
    problem: `the row is longer than ${mostRecordBytes / 2 ** 20} MiB`,
    hint: 'A quote may be missing.',
  })

const isAscending = (rows: readonly number[]): boolean =>
  rows.every((row, i) => i === 0 || row > rows[i - 1]!)

/** The fields of records, which come in ascending order: neighbours by one read, all parsed at once. */
function readRecords(
  fd: number,
  { index, size, dialect, name }: Scanned,
  rows: readonly number[],
): { records: string[][]; isAscii: boolean } {
  const startOf = (row: number): number => (row < index.rows ? index.offset(row) : size)
  const bytes = Buffer.allocUnsafe(
    rows.reduce((sum, row) => sum + startOf(row + 1) - startOf(row), 0),
  )
  let filled = 0
  for (let i = 0; i < rows.length; ) {
    const first = i
    while (rows[i + 1] === rows[i]! + 1) i++
    const start = startOf(rows[first]!)
    const length = startOf(rows[i++]! + 1) - start
    readSync(fd, bytes, filled, length, start)
    filled += length
  }
  const records: string[][] = []
  eachRecord(bytes.toString('latin1'), { dialect, name }, ({ fields }) => records.push(fields))
  return { records, isAscii: isAscii(bytes) }
}
