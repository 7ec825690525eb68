import { nearest, suggest } from '../errors/nearest.js'
import { DataError } from '../errors/parallax-error.js'
import { show } from '../errors/show.js'
import { sizeOf } from '../graph/shape.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'
import {
  type Columns,
  type ColumnsExpected,
  type NamedRows,
  toColumns,
  weightsIn,
} from './columns.js'
import type { RowsLike } from './rows.js'

/** Inputs, targets and weights of some rows. */
export interface RowBatch {
  /** Inputs, rows first: nested arrays or a tensor; of several inputs, by name. */
  readonly x: RowsLike | NamedRows
  /** Targets, rows first; class indices for sparse cross-entropy; of several outputs, by name. */
  readonly y: RowsLike | NamedRows
  /** How much the loss of each row counts; 1 where absent. Of several outputs, one for all or by name. */
  readonly sampleWeight?:
    | ArrayLike<number>
    | Readonly<Record<string, ArrayLike<number>>>
    | undefined
}

/** Data in memory. */
export type Dataset = RowBatch

/** Data that are read as they are needed, for sets larger than memory. */
export interface RowSource {
  /** Number of rows. */
  readonly rows: number
  /** The rows of these indices, in their order. */
  read(indices: Int32Array): RowBatch | Promise<RowBatch>
}

/** Checked data in memory. */
export interface ResidentData {
  readonly kind: 'resident'
  readonly rows: number
  readonly columns: Columns
}

/** Checked access to streamed data. */
export interface StreamedData {
  readonly kind: 'streamed'
  readonly rows: number
  /** @throws {DataError} if the source gives rows that do not fit. */
  read(indices: Int32Array): Promise<Columns>
}

/**
 * Checks data and says how they are read.
 * @throws {DataError} naming what does not fit.
 */
export function openData(
  data: Dataset | RowSource,
  expected: ColumnsExpected,
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
  return { kind: 'resident', ...checkBatch(data, expected, where) }
}

/** The same data, read in batches instead of made resident. */
export function streamOf({ rows, columns }: ResidentData): StreamedData {
  return {
    kind: 'streamed',
    rows,
    read: async (indices) =>
      Object.fromEntries(
        Object.entries(columns).map(([name, data]) => [
          name,
          pickRows(data, indices, data.length / rows),
        ]),
      ),
  }
}

function openSource(source: RowSource, expected: ColumnsExpected, where: string): StreamedData {
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
      if (batch.rows === indices.length) return batch.columns
      throw new DataError({
        where: `${where}.read()`,
        problem: 'it gave another number of rows than it was asked for',
        expected: String(indices.length),
        received: String(batch.rows),
      })
    },
  }
}

function checkBatch(batch: RowBatch, expected: ColumnsExpected, where: string) {
  requireKeys(batch, where)
  const weights = weightsIn(batch.sampleWeight, expected)
  const { rows, columns } = toColumns({ x: batch.x, y: batch.y, weight: weights }, expected, where)
  return { rows, columns }
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

function pickRows(data: NumberArray, indices: Int32Array, width: number): NumberArray {
  const Kind = data.constructor as new (length: number) => NumberArray
  const picked = new Kind(indices.length * width)
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i]! * width
    for (let j = 0; j < width; j++) picked[i * width + j] = data[from + j]!
  }
  return picked
}

/** Bytes of one row in streamed feeds. */
export const bytesOfRow = ({ x, y }: ColumnsExpected): number =>
  [...Object.values(x), ...Object.values(y)].reduce(
    (sum, { shape }) => sum + 8 * (sizeOf(shape) + 1),
    0,
  )
