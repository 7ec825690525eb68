import type { DataType, Shape } from '../graph/types.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'

/** A block of numbers, row-major. Any type may be held in bytes (`Uint8Array`). */
export interface Tensor {
  readonly shape: Shape
  readonly dtype: DataType
  readonly data: NumberArray
}

/** Nested arrays of numbers, as deep as the shape is long. */
export type NestedNumbers = number | readonly NestedNumbers[]

/** The tensor as nested arrays, for printing and comparing; a scalar becomes a number. */
export function toNested({ shape, data }: Pick<Tensor, 'shape' | 'data'>): NestedNumbers {
  const build = (axis: number, start: number, size: number): NestedNumbers => {
    if (axis === shape.length) return data[start]!
    const part = size / shape[axis]!
    return Array.from({ length: shape[axis]! }, (_, i) => build(axis + 1, start + i * part, part))
  }
  return build(0, 0, data.length)
}
