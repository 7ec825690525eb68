import type { Tensor } from '../backend/tensor.js'
import { DataError } from '../errors/parallax-error.js'
import { show } from '../errors/show.js'
import { sameShape, showShape, sizeOf } from '../graph/shape.js'
import type { DataType, Shape } from '../graph/types.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'

/** Nested arrays with rows outermost (typed arrays may be innermost), or a tensor. */
export type RowsLike = readonly unknown[] | NumberArray | Pick<Tensor, 'shape' | 'data'>

/** What the rows of one array must look like. */
export interface RowsExpected {
  /** Shape of one row; axes of size 1 may be missing or added. */
  readonly shape: Shape
  readonly dtype: DataType
  /** Smallest and largest value. */
  readonly range?: readonly [number, number] | undefined
  /** Whether only whole numbers are allowed, as they are where int32 is expected. */
  readonly whole?: boolean | undefined
}

/** Rows as one block, row-major. */
export interface Rows {
  readonly count: number
  readonly data: NumberArray
}

/**
 * Turns what users pass into one block of rows.
 *
 * @param where names the array in errors, for example `x`.
 * @throws {DataError} naming the row at fault.
 */
export function toRows(value: RowsLike, expected: RowsExpected, where: string): Rows {
  const { shape, data } = isTensorLike(value) ? value : flattenNested(value, where)
  const [count, ...rowShape] = shape
  if (count === undefined || count === 0) throw new DataError({ where, problem: 'it has no rows' })
  if (!sameShape(withoutOnes(rowShape), withoutOnes(expected.shape))) {
    throw new DataError({
      where,
      problem: 'the rows have the wrong shape',
      expected: showShape(expected.shape),
      received: showShape(rowShape),
    })
  }
  checkRowValues(data, expected, where)
  return { count, data: expected.dtype === 'int32' ? Int32Array.from(data) : data }
}

function isTensorLike(value: unknown): value is Pick<Tensor, 'shape' | 'data'> {
  return typeof value === 'object' && value !== null && 'shape' in value && 'data' in value
}

/** Whether a value is meant as rows, rather than as an object of rows by name. */
export const isRowsLike = (value: unknown): value is RowsLike =>
  isList(value) || isTensorLike(value)

const withoutOnes = (shape: Shape): Shape => shape.filter((size) => size !== 1)

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))

function flattenNested(value: unknown, where: string): { shape: number[]; data: NumberArray } {
  if (!isList(value)) {
    throw new DataError({
      where,
      problem: 'not rows',
      expected: 'arrays of numbers, or a tensor',
      received: show(value),
    })
  }
  const shape: number[] = []
  for (let inner: unknown = value; isList(inner); inner = inner[0]) shape.push(inner.length)
  const data = new Float64Array(sizeOf(shape))
  let at = 0
  const fill = (part: unknown, axis: number, path: string): void => {
    if (axis === shape.length) {
      if (typeof part !== 'number') {
        throw new DataError({ where: path, problem: 'not a number', received: show(part) })
      }
      data[at++] = part
      return
    }
    if (!isList(part) || part.length !== shape[axis]) {
      throw new DataError({
        where: path,
        problem: 'it differs in length from the rows before it',
        expected: `${shape[axis]} elements`,
        received: isList(part) ? String(part.length) : show(part),
      })
    }
    for (let i = 0; i < part.length; i++) fill(part[i], axis + 1, `${path}[${i}]`)
  }
  fill(value, 0, where)
  return { shape, data }
}

function checkRowValues(
  data: NumberArray,
  { shape, dtype, range, whole = dtype === 'int32' }: RowsExpected,
  where: string,
): void {
  const width = sizeOf(shape)
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!
    const inRange = range === undefined || (value >= range[0] && value <= range[1])
    if (Number.isFinite(value) && inRange && (!whole || Number.isInteger(value))) continue
    const column = width === 1 ? '' : `, element ${i % width}`
    throw new DataError({
      where: `${where} row ${Math.floor(i / width)}${column}`,
      problem: 'the value is not allowed',
      expected: describeValues(whole, range),
      received: String(value),
      ...(Number.isFinite(value) ? {} : { hint: 'Fill in or drop missing values first.' }),
    })
  }
}

function describeValues(whole: boolean, range: readonly [number, number] | undefined): string {
  const kind = whole ? 'a whole number' : 'a finite number'
  if (range === undefined) return kind
  const [least, most] = range
  return most === Number.MAX_VALUE
    ? `${kind} of at least ${least}`
    : `${kind} from ${least} to ${most}`
}
