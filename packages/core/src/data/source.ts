import { nearest, suggest } from '../errors/nearest.js'
import { DataError } from '../errors/parallax-error.js'
import { show } from '../errors/show.js'
import { sizeOf } from '../graph/shape.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'
import { type Rows, type RowsExpected, type RowsLike, toRows } from './rows.js'

/** Data in memory: inputs, targets, and weights of the rows if they differ. */
export interface Dataset {
  /** Inputs, rows first: nested arrays or a tensor. */
  readonly x: RowsLike
  /** Targets, rows first; class indices for sparse cross-entropy. */
  readonly y: RowsLike
  /** How much the loss of each row counts; 1 where absent. */
  readonly sampleWeight?: ArrayLike<number> | undefined
}

/** Some rows of a {@link RowSource}, row-major. */
export interface RowBatch {
  readonly x: RowsLike
  readonly y: RowsLike
  readonly sampleWeight?: ArrayLike<number> | undefined
}

/** Data that are read as they are needed, for sets larger than memory. */
export interface RowSource {
  /** Number of rows. */
  readonly rows: number
  /** The rows of these indices, in their order. */
  read(indices: Int32Array): RowBatch | Promise<RowBatch>
}

/** What a model and its loss expect of data. */
export interface DataExpected {
  readonly x: RowsExpected
  readonly y: RowsExpected
}

/** Checked data in memory. */
export interface ResidentData {
  readonly kind: 'resident'
  readonly rows: number
  readonly x: NumberArray
  readonly y: NumberArray
  readonly sampleWeight: NumberArray | undefined
}

/** Checked access to streamed data. */
export interface StreamedData {
  readonly kind: 'streamed'
  readonly rows: number
  /** @throws {DataError} if the source gives rows that do not fit. */
  read(indices: Int32Array): Promise<Omit<ResidentData, 'kind' | 'rows'>>
}

/**
 * Checks data and says how they are read.
 * @throws {DataError} naming what does not fit.
 */
export function openData(
  data: Dataset | RowSource,
  expected: DataExpected,
  where: string,
): ResidentData | StreamedData {
  if (typeof data !== 'object' || data === null) {
    throw new DataError({
      where,
      problem: 'no data',
      expected: '{ x, y } or { rows, read }',
      received: show(data),
    })
  }
  if ('read' in data) return openSource(data, expected, where)
  requireKeys(data, where)
  const checked = checkBatch(data, expected, where)
  return { kind: 'resident', ...checked }
}

/** The same data, read in batches instead of made resident. */
export function streamOf(data: ResidentData, expected: DataExpected): StreamedData {
  const widths = { x: sizeOf(expected.x.shape), y: sizeOf(expected.y.shape) }
  return {
    kind: 'streamed',
    rows: data.rows,
    read: async (indices) => ({
      x: pickRows(data.x, indices, widths.x),
      y: pickRows(data.y, indices, widths.y),
      sampleWeight: data.sampleWeight && pickRows(data.sampleWeight, indices, 1),
    }),
  }
}

function openSource(source: RowSource, expected: DataExpected, where: string): StreamedData {
  const { rows } = source
  if (!Number.isSafeInteger(rows) || rows < 1 || typeof source.read !== 'function') {
    throw new DataError({
      where,
      problem: 'not a source of rows',
      expected: '{ rows: number of rows, read(indices) }',
      received: show(source),
    })
  }
  return {
    kind: 'streamed',
    rows,
    async read(indices) {
      const batch = checkBatch(await source.read(indices), expected, `${where}.read()`)
      if (batch.rows === indices.length) return batch
      throw new DataError({
        where: `${where}.read()`,
        problem: 'it gave another number of rows than it was asked for',
        expected: String(indices.length),
        received: String(batch.rows),
      })
    },
  }
}

function requireKeys(data: object, where: string): void {
  // Data sets may carry names of classes and the like; only a slip of the pen is an error.
  const known = ['sampleWeight']
  for (const key of Object.keys(data)) {
    if (known.includes(key) || nearest(key, known) === undefined) continue
    throw new DataError({
      where: `${where}.${key}`,
      problem: 'unknown field',
      hint: suggest(key, known),
    })
  }
  for (const key of ['x', 'y'] as const) {
    if (key in data) continue
    throw new DataError({ where: `${where}.${key}`, problem: 'it is missing', expected: 'rows' })
  }
}

function checkBatch(batch: RowBatch, expected: DataExpected, where: string) {
  const x = toRows(batch.x, expected.x, `${where}.x`)
  const y = toRows(batch.y, expected.y, `${where}.y`)
  requireEqual(x, y, `${where}.y`)
  const weights = batch.sampleWeight
  const scalars: RowsExpected = { shape: [], dtype: 'float', range: [0, Number.MAX_VALUE] }
  const sampleWeight =
    weights === undefined
      ? undefined
      : toRows(Array.from(weights), scalars, `${where}.sampleWeight`)
  if (sampleWeight !== undefined) requireEqual(x, sampleWeight, `${where}.sampleWeight`)
  return { rows: x.count, x: x.data, y: y.data, sampleWeight: sampleWeight?.data }
}

function requireEqual(x: Rows, other: Rows, where: string): void {
  if (x.count === other.count) return
  throw new DataError({
    where,
    problem: 'it has another number of rows than x',
    expected: String(x.count),
    received: String(other.count),
  })
}

function pickRows(data: NumberArray, indices: Int32Array, width: number): NumberArray {
  const Kind = data.constructor as new (length: number) => NumberArray
  const picked = new Kind(indices.length * width)
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i]! * width
    for (let j = 0; j < width; j++) picked[i * width + j] = data[from + j]!
  }
  return picked
}
