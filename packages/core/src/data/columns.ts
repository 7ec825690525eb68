import { suggest } from '../errors/nearest.js'
import { DataError } from '../errors/parallax-error.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'
import { isRowsLike, type RowsExpected, type RowsLike, toRows } from './rows.js'

/** Rows by the name of an input or output. */
export type NamedRows = Readonly<Record<string, RowsLike>>

/** What a model and its losses expect of data, by the names of inputs and outputs. */
export interface ColumnsExpected {
  readonly x: Readonly<Record<string, RowsExpected>>
  readonly y: Readonly<Record<string, RowsExpected>>
}

/**
 * Checked blocks of rows by column: `x/input`, `y/output` and, where rows have weights,
 * `weight/output`.
 */
export type Columns = Readonly<Record<string, NumberArray>>

/** A column's shape and type, whatever its kind. */
export function expectedOf({ x, y }: ColumnsExpected, column: string): RowsExpected {
  const [kind, name] = column.split('/') as [string, string]
  if (kind === 'weight') return weights
  return (kind === 'x' ? x : y)[name]!
}

const weights: RowsExpected = { shape: [], dtype: 'float', range: [0, Number.MAX_VALUE] }

/** Sample weights by output: as given, or the same for every output. */
export function weightsIn(
  given: ArrayLike<number> | Readonly<Record<string, ArrayLike<number>>> | undefined,
  { y }: ColumnsExpected,
): Record<string, RowsLike> {
  if (given === undefined) return {}
  const named = (
    isRowsLike(given) ? Object.fromEntries(Object.keys(y).map((name) => [name, given])) : given
  ) as Record<string, ArrayLike<number>>
  return Object.fromEntries(
    Object.entries(named).map(([name, values]) => [name, Array.from(values)]),
  )
}

/**
 * Checks the rows of every input, output and weight.
 * @throws {DataError} naming the column and row at fault.
 */
export function toColumns(
  given: { x: RowsLike | NamedRows; y?: RowsLike | NamedRows; weight?: NamedRows },
  expected: ColumnsExpected,
  where: string,
): { rows: number; columns: Columns } {
  const names = Object.keys(expected.y)
  const weight = Object.fromEntries(Object.keys(given.weight ?? {}).map((name) => [name, weights]))
  requireNames(given.weight ?? {}, names, `${where}.sampleWeight`)
  const columns: Record<string, NumberArray> = {}
  let rows: number | undefined
  const add = (
    kind: string,
    label: string,
    values: RowsLike | NamedRows,
    wanted: ColumnsExpected['x'],
  ): void => {
    for (const [name, value] of Object.entries(
      byName(values, Object.keys(wanted), `${where}.${label}`),
    )) {
      const place =
        Object.keys(wanted).length === 1 || label === 'sampleWeight'
          ? `${where}.${label}`
          : `${where}.${label}.${name}`
      const { count, data } = toRows(value, wanted[name]!, place)
      rows ??= count
      if (count !== rows) {
        throw new DataError({
          where: place,
          problem: 'it has another number of rows than x',
          expected: String(rows),
          received: String(count),
        })
      }
      columns[`${kind}/${name}`] = data
    }
  }
  add('x', 'x', given.x, expected.x)
  if (given.y !== undefined) add('y', 'y', given.y, expected.y)
  if (given.weight !== undefined && Object.keys(weight).length > 0)
    add('weight', 'sampleWeight', given.weight, weight)
  return { rows: rows!, columns }
}

/** Rows by name: those of a model's only input may come without. */
function byName(values: RowsLike | NamedRows, names: readonly string[], where: string): NamedRows {
  const isPlain = typeof values === 'object' && values !== null && !isRowsLike(values)
  if (!isPlain && names.length === 1) return { [names[0]!]: values as RowsLike }
  if (!isPlain) {
    throw new DataError({
      where,
      problem: 'the model needs several, by name',
      expected: `an object with the keys ${names.join(', ')}`,
    })
  }
  requireNames(values as NamedRows, names, where)
  for (const name of names) {
    if (!(name in (values as NamedRows)))
      throw new DataError({ where: `${where}.${name}`, problem: 'it is missing', expected: 'rows' })
  }
  return values as NamedRows
}

function requireNames(values: object, names: readonly string[], where: string): void {
  for (const name of Object.keys(values)) {
    if (names.includes(name)) continue
    throw new DataError({
      where: `${where}.${name}`,
      problem: 'the model has nothing of that name',
      hint: suggest(name, names),
    })
  }
}
