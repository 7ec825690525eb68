import { extname } from 'node:path'
import { text } from 'node:stream/consumers'
import { OptionError } from '@parallax-ml/core'
import {
  blocksOf,
  type CellFormat,
  parseCsv,
  parseJson,
  sourceOf,
  type Table,
  type TableSource,
  usualMissing,
} from '@parallax-ml/datasets'
import { openCsv, readTable } from '@parallax-ml/datasets/node'
import type { DataOptions } from './data-options.js'

/** Rows of a file, and how to let go of it. */
export interface OpenedData {
  readonly source: TableSource
  close(): Promise<void>
}

/**
 * Opens a file of data: CSV stays on disk, JSON and packed files are read into memory. `-` is
 * standard input.
 *
 * @param format how the data that a model was trained on were written, for what is not said.
 * @throws {FileError} if there is none, or nothing can read it. @throws {DataError} if a row is wrong.
 */
export async function openData(
  path: string,
  options: DataOptions,
  format?: CellFormat,
): Promise<OpenedData> {
  const { delimiter, columns, encoding } = options
  const { decimal = format?.decimal, missing = format?.missing } = options
  const { present = format && usualMissing.filter((text) => !format.missing.includes(text)) } =
    options
  const given = dropUndefined({ decimal, missing, present, delimiter, columns })
  const encoded = dropUndefined({ encoding })
  if (path === '-') {
    if (encoding === undefined) return inMemory(parseInput(await text(process.stdin), given))
    throw new OptionError({ where: '--encoding', problem: 'standard input is read as utf-8' })
  }
  if (!/^\.(csv|txt|tsv|tab)$/i.test(extname(path))) {
    return inMemory(await readTable(path, { ...given, ...encoded }))
  }
  const separator = /^\.(tsv|tab)$/i.test(extname(path)) ? { delimiter: '\t' } : {}
  const file = await openCsv(path, { ...separator, ...given, ...encoded })
  return { source: file, close: () => file.close() }
}

/** All rows of a source. */
export async function readAll(source: TableSource): Promise<Table> {
  const { name, columns, format } = source
  const blocks: Table[] = []
  for await (const block of blocksOf(source)) blocks.push(block)
  const hasLines = blocks.every(({ lines }) => lines !== undefined)
  return {
    name,
    columns,
    format,
    rows: blocks.flatMap(({ rows }) => rows),
    lines: hasLines ? blocks.flatMap(({ lines }) => lines!) : undefined,
  }
}

const inMemory = (table: Table): OpenedData => ({ source: sourceOf(table), close: async () => {} })

function parseInput(input: string, options: Omit<DataOptions, 'encoding'>): Table {
  const name = 'standard input'
  return /^\s*[[{]/.test(input)
    ? parseJson(input, { name, ...options })
    : parseCsv(input, { name, ...options })
}

/** Options that were not given must not stand for undefined. */
const dropUndefined = <Options extends object>(options: Options) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Options]: Exclude<Options[Key], undefined>
  }
