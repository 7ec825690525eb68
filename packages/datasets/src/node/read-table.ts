import { basename, extname } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { FileError } from '@parallax-ml/core'
import type { CsvOptions } from '../csv/csv-options.js'
import { parseCsv } from '../csv/parse-csv.js'
import { parseJson } from '../json/parse-json.js'
import type { Table } from '../table/table.js'
import { openFile, requireKind } from './files.js'
import { byteDecoder, markLength } from './text-encoding.js'

/** Options of {@link readTable}. */
export interface ReadTableOptions extends CsvOptions {
  /** Encoding of the text, such as `windows-1252`. Default `utf-8`. */
  readonly encoding?: string
}

/** Larger files do not fit into one text. */
const mostBytes = 256 * 2 ** 20

/** What reads files of each ending. */
const readers: Readonly<Record<string, (text: string, options: CsvOptions) => Table>> = {
  '.csv': parseCsv,
  '.txt': parseCsv,
  '.tsv': (text, options) => parseCsv(text, { delimiter: '\t', ...options }),
  '.tab': (text, options) => parseCsv(text, { delimiter: '\t', ...options }),
  '.json': parseJson,
  '.jsonl': parseJson,
  '.ndjson': parseJson,
}

/** The endings of files that {@link readTable} knows. */
export const tableExtensions: readonly string[] = Object.keys(readers)

/**
 * Reads a file of CSV, TSV, JSON or JSON lines as its name says, also one packed by gzip (`.gz`), into
 * memory. Larger ones than 256 MiB are for {@link openCsv}.
 *
 * @throws {FileError} if it cannot be read, or is no text of its encoding.
 * @throws {DataError} naming the line, if a row is wrong. @throws {OptionError} if an option is.
 *
 * @example
 * const table = await readTable('houses.csv', { decimal: ',' })
 */
export async function readTable(path: string, options: ReadTableOptions = {}): Promise<Table> {
  const { encoding, ...others } = options
  const isPacked = extname(path).toLowerCase() === '.gz'
  const extension = extname(isPacked ? path.slice(0, -3) : path).toLowerCase()
  const read = readers[extension]
  if (read === undefined) {
    await requireKind(path, 'file')
    throw new FileError({
      where: path,
      problem: `nothing reads files that end in '${extension}'`,
      expected: `${tableExtensions.join(', ')}, or one of these and .gz`,
    })
  }
  const decoder = byteDecoder(encoding)
  const stored = await readBytes(path)
  const bytes = isPacked ? await unpack(stored, path) : stored
  const text = decoder.decode(bytes.subarray(markLength(bytes.subarray(0, 4096), path)), path)
  return read(text, { name: basename(path), ...others })
}

async function readBytes(path: string): Promise<Uint8Array> {
  const file = await openFile(path)
  try {
    const { size } = await file.stat()
    if (size <= mostBytes) return await file.readFile()
    throw new FileError({
      where: path,
      problem: 'it is too large to be read into memory at once',
      expected: `at most ${mostBytes / 2 ** 20} MiB`,
      received: `${Math.ceil(size / 2 ** 20)} MiB`,
      hint: 'Stream it: openCsv(path).',
    })
  } finally {
    await file.close()
  }
}

async function unpack(bytes: Uint8Array, path: string): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: mostBytes })
  } catch (cause) {
    throw new FileError({
      where: path,
      problem: `it cannot be unpacked: ${(cause as Error).message}`,
      cause,
    })
  }
}
