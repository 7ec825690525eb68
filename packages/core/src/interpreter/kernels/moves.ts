import { sizeOf, stridesOf } from '../../graph/shape.js'
import type { Shape } from '../../graph/types.js'
import type { Kernel, NumberArray } from './arrays.js'

/**
 * For every element of a tensor of `shape`, row-major, its position under other strides. A stride
 * of 0 repeats, a negative one walks backwards from `start`.
 */
export function positions(shape: Shape, strides: readonly number[], start = 0): Int32Array {
  const map = new Int32Array(sizeOf(shape))
  const index = new Array<number>(shape.length).fill(0)
  let position = start
  for (let i = 0; i < map.length; i++) {
    map[i] = position
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      position += strides[axis]!
      if (++index[axis]! < shape[axis]!) break
      position -= strides[axis]! * shape[axis]!
      index[axis] = 0
    }
  }
  return map
}

/** Strides of `shape` in which its axes of size 1 stand still. */
export const growingStrides = (shape: Shape): number[] =>
  stridesOf(shape).map((stride, axis) => (shape[axis] === 1 ? 0 : stride))

/** `output[i] = input[map[i]]` */
export const takeKernel =
  (output: NumberArray, input: NumberArray, map: Int32Array): Kernel =>
  () => {
    for (let i = 0; i < map.length; i++) output[i] = input[map[i]!]!
  }

/** `output[map[i]] = input[i]`; elsewhere the output keeps its zeros. */
export const putKernel =
  (output: NumberArray, input: NumberArray, map: Int32Array): Kernel =>
  () => {
    for (let i = 0; i < map.length; i++) output[map[i]!] = input[i]!
  }

/** Copies a block at the same place of every row of `output`. */
export const putBlocksKernel =
  (output: NumberArray, input: NumberArray, width: number, pitch: number, offset: number): Kernel =>
  () => {
    for (let from = 0, to = offset; from < input.length; from += width, to += pitch) {
      for (let i = 0; i < width; i++) output[to + i] = input[from + i]!
    }
  }
