import type { DataType } from '../../graph/types.js'

/** Width of `float` in a session. */
export type Precision = 'float32' | 'float64'

/** The memory of one tensor. `bool` is a byte of 0 or 1. */
export type NumberArray = Float32Array | Float64Array | Int32Array | Uint8Array

/** Zeroed memory for `size` elements. */
export function allocate(dtype: DataType, size: number, precision: Precision): NumberArray {
  if (dtype === 'int32') return new Int32Array(size)
  if (dtype === 'bool') return new Uint8Array(size)
  return precision === 'float32' ? new Float32Array(size) : new Float64Array(size)
}

/** Computes one node from its inputs, all in memory that was allocated before. */
export type Kernel = () => void

/** The numbers as float64, and what copies them there before they are read. */
export function wideInput(values: NumberArray): [Float64Array, Kernel] {
  if (values instanceof Float64Array) return [values, () => {}]
  const wide = new Float64Array(values.length)
  return [wide, () => wide.set(values)]
}

/** Float64 sums for a result, and what stores them in it. */
export function wideOutput(output: NumberArray): [Float64Array, Kernel] {
  if (output instanceof Float64Array) return [output, () => {}]
  const sums = new Float64Array(output.length)
  return [sums, () => output.set(sums)]
}
