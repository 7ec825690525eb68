import type { Kernel, NumberArray } from './arrays.js'

/** Copies row `indices[i]` of the table into row i. */
export function gatherKernel(
  output: NumberArray,
  table: NumberArray,
  indices: NumberArray,
): Kernel {
  const width = output.length / indices.length
  return () => {
    for (let i = 0; i < indices.length; i++) {
      const from = indices[i]! * width
      for (let j = 0; j < width; j++) output[i * width + j] = table[from + j]!
    }
  }
}

/** Adds row i of the updates to row `indices[i]`, in row order and float64. */
export function scatterAddKernel(
  output: NumberArray,
  updates: NumberArray,
  indices: NumberArray,
): Kernel {
  const width = updates.length / indices.length
  const total = new Float64Array(output.length)
  return () => {
    total.fill(0)
    for (let i = 0; i < indices.length; i++) {
      const to = indices[i]! * width
      for (let j = 0; j < width; j++) total[to + j]! += updates[i * width + j]!
    }
    output.set(total)
  }
}

/** `output[i]` is the element of `data` at base[i] plus the index times the stride of its axis. */
export const gatherAlongKernel =
  (
    output: NumberArray,
    data: NumberArray,
    indices: NumberArray,
    base: Int32Array,
    stride: number,
  ): Kernel =>
  () => {
    for (let i = 0; i < output.length; i++) output[i] = data[base[i]! + indices[i]! * stride]!
  }

/** 1 at the index of every row, 0 elsewhere. */
export const oneHotKernel =
  (output: NumberArray, indices: NumberArray, depth: number): Kernel =>
  () => {
    output.fill(0)
    for (let i = 0; i < indices.length; i++) output[i * depth + indices[i]!] = 1
  }
