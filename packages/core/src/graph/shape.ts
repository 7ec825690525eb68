import type { Shape } from './types.js'

/** Number of elements of a tensor of this shape; 1 for a scalar. */
export const sizeOf = (shape: Shape): number => shape.reduce((size, axis) => size * axis, 1)

/** Whether two shapes are equal. */
export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((axis, i) => axis === b[i])

/** `[2, 3]`, as shapes are written in messages and tables. */
export const showShape = (shape: Shape): string => `[${shape.join(', ')}]`

/** Whether every axis is a whole number of at least 1. */
export const isShape = (value: unknown): value is Shape =>
  Array.isArray(value) && value.every((axis) => Number.isSafeInteger(axis) && axis > 0)

/** The shape with `axis` replaced. */
export const withAxis = (shape: Shape, axis: number, size: number): Shape => shape.with(axis, size)

/** How many elements apart two neighbours on each axis lie, row-major. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length)
  for (let axis = shape.length - 1, stride = 1; axis >= 0; axis--) {
    strides[axis] = stride
    stride *= shape[axis]!
  }
  return strides
}

/** The permutation that undoes `permutation`. */
export function invertPermutation(permutation: readonly number[]): number[] {
  const inverse = new Array<number>(permutation.length)
  for (const [to, from] of permutation.entries()) inverse[from] = to
  return inverse
}
