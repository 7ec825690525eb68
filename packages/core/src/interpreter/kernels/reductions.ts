import type { Kernel, NumberArray } from './arrays.js'

/** Sums in float64, over `divisor`; `map[i]` is where element i belongs. */
export function sumKernel(
  output: NumberArray,
  input: NumberArray,
  map: Int32Array,
  divisor: number,
): Kernel {
  const total = new Float64Array(output.length)
  return () => {
    total.fill(0)
    for (let i = 0; i < map.length; i++) total[map[i]!]! += input[i]!
    for (let i = 0; i < total.length; i++) output[i] = total[i]! / divisor
  }
}

/** The largest element; NaN if there is one. */
export function maxKernel(output: NumberArray, input: NumberArray, map: Int32Array): Kernel {
  const least = output instanceof Int32Array ? -(2 ** 31) : -Infinity
  return () => {
    output.fill(least)
    for (let i = 0; i < map.length; i++) output[map[i]!] = Math.max(output[map[i]!]!, input[i]!)
  }
}

/** Walks `length` elements, `inner` apart, for every place outside that axis. */
interface Lines {
  readonly outer: number
  readonly length: number
  readonly inner: number
}

/** Index of the first largest element, or of the first NaN, of every line. */
export const argmaxKernel =
  (output: NumberArray, input: NumberArray, { outer, length, inner }: Lines): Kernel =>
  () => {
    for (let block = 0; block < outer; block++) {
      for (let j = 0; j < inner; j++) {
        const start = block * length * inner + j
        output[block * inner + j] = firstLargest(input, start, length, inner)
      }
    }
  }

function firstLargest(input: NumberArray, start: number, length: number, step: number): number {
  let best = input[start]!
  let at = 0
  for (let k = 1; k < length && !Number.isNaN(best); k++) {
    const value = input[start + k * step]!
    if (value <= best) continue
    best = value
    at = k
  }
  return at
}

/** Running sums of every line, in float64. */
export const cumsumKernel =
  (output: NumberArray, input: NumberArray, { outer, length, inner }: Lines): Kernel =>
  () => {
    for (let block = 0; block < outer; block++) {
      for (let j = 0; j < inner; j++) {
        let total = 0
        for (let k = 0; k < length; k++) {
          const i = (block * length + k) * inner + j
          total += input[i]!
          output[i] = total
        }
      }
    }
  }
