import { DataError, suggest, type Tensor } from '@parallax-ml/core'
import { type CellReader, cellReader } from '../table/cells.js'
import { type Cell, placeOf, type Table } from '../table/table.js'
import { expectedOf } from '../table/tally.js'
import { encodeTarget } from './encode-target.js'
import { featureNames, widthOf } from './features.js'
import type {
  CategoryEncoding,
  DateEncoding,
  NumberEncoding,
  TableEncoding,
} from './table-encoding.js'

/** Rows of numbers for `fit`, and what they mean. */
export interface EncodedTable {
  readonly x: Tensor
  /** Class indices, or numbers. */
  readonly y: Float64Array
  readonly featureNames: readonly string[]
  /** The names of the classes; none for a regression. */
  readonly classNames: readonly string[]
}

/**
 * The rows of a table as features and targets, for `fit` and `evaluate`.
 *
 * @throws {DataError} naming row and column, if a cell does not fit, a category is unknown and the
 * encoding says `error`, a target is missing, or a column is.
 *
 * @example
 * const run = await fit(spec, encodeTable(train, encoding), { backend, loss, epochs: 50 })
 */
export function encodeTable(table: Table, encoding: TableEncoding): EncodedTable {
  const { target } = encoding
  if (target === undefined) {
    throw new DataError({
      where: table.name,
      problem: 'the encoding has no target',
      hint: 'Give fitEncoding a target, or use encodeFeatures.',
    })
  }
  return {
    x: encodeFeatures(table, encoding),
    y: encodeTarget(table, target),
    featureNames: featureNames(encoding),
    classNames: target.type === 'category' ? target.classes : [],
  }
}

/**
 * The rows of a table as features, for `predict`. Other columns may be there or not; the order of
 * the columns does not matter. The same cells give the same numbers, whatever else is in the table.
 *
 * @throws {DataError} naming row and column, if a cell does not fit, or a column is missing.
 */
export function encodeFeatures(table: Table, encoding: TableEncoding): Tensor {
  const { features, unknown } = encoding
  requireColumns(
    table,
    features.map(({ column }) => column),
  )
  const width = features.reduce((sum, feature) => sum + widthOf(feature), 0)
  const data = new Float64Array(table.rows.length * width)
  const reader = cellReader(table.format)
  let offset = 0
  for (const feature of features) {
    const column = table.columns.indexOf(feature.column)
    const write =
      feature.type === 'category'
        ? categoryWriter(feature, reader, unknown)
        : numberWriter(feature, reader)
    for (let row = 0; row < table.rows.length; row++) {
      const problem = write(table.rows[row]![column] ?? null, data, row * width + offset)
      if (problem !== undefined) {
        throw new DataError({ where: placeOf(table, row, feature.column), ...problem })
      }
    }
    offset += widthOf(feature)
  }
  return { shape: [table.rows.length, width], dtype: 'float', data }
}

/** Writes the features of a cell at a place of a block; gives what is wrong with the cell, if it is. */
type Writer = (
  cell: Cell,
  data: Float64Array,
  at: number,
) => { problem: string; expected?: string; received?: string; hint?: string } | undefined

function numberWriter(
  { type, mean, isMissing }: NumberEncoding | DateEncoding,
  reader: CellReader,
): Writer {
  const gap = type === 'date' ? 3 : 1
  return (cell, data, at) => {
    if (reader.isMissing(cell)) {
      data[at] = mean
      if (isMissing) data[at + gap] = 1
      return undefined
    }
    const value = reader[type](cell)
    if (Number.isNaN(value)) {
      return {
        problem: `the column is one of ${type}s`,
        expected: expectedOf(type),
        received: `'${reader.text(cell)}'`,
      }
    }
    data[at] = value
    if (type === 'date') {
      const angle = (2 * Math.PI * value) / daysPerYear
      data[at + 1] = Math.sin(angle)
      data[at + 2] = Math.cos(angle)
    }
    return undefined
  }
}

/** Of the Gregorian calendar, on average. */
const daysPerYear = 365.2425

function categoryWriter(
  { values, isMissing }: CategoryEncoding,
  reader: CellReader,
  unknown: TableEncoding['unknown'],
): Writer {
  const places = new Map(values.map((value, i) => [value, i]))
  return (cell, data, at) => {
    if (reader.isMissing(cell)) {
      if (isMissing) data[at + values.length] = 1
      return undefined
    }
    const value = reader.text(cell)
    const place = places.get(value)
    if (place !== undefined) data[at + place] = 1
    else if (unknown === 'error') return unknownCategory(value, values)
    return undefined
  }
}

const unknownCategory = (value: string, values: readonly string[]) => ({
  problem: `no training row has the category '${value}'`,
  hint: `${suggest(value, values)} With unknown: 'zeros' (train --unknown zeros), it counts as none of them.`,
})

/**
 * Checks that a table has columns.
 * @throws {DataError} naming those that it lacks.
 */
export function requireColumns({ name, columns }: Table, wanted: readonly string[]): void {
  const missing = wanted.filter((column) => !columns.includes(column))
  if (missing.length === 0) return
  const listed = missing.map((column) => `'${column}'`).join(', ')
  throw new DataError({
    where: name,
    problem: missing.length === 1 ? `column ${listed} is missing` : `columns ${listed} are missing`,
    hint: `${suggest(missing[0]!, columns)} Names must be those of the training rows.`,
  })
}
