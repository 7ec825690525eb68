import type { Kernel, NumberArray } from './arrays.js'

const largest = (input: NumberArray, start: number, width: number): number => {
  let max = -Infinity
  for (let j = 0; j < width; j++) max = Math.max(max, input[start + j]!)
  return max
}

const sumOfExponentials = (
  input: NumberArray,
  start: number,
  width: number,
  max: number,
): number => {
  let sum = 0
  for (let j = 0; j < width; j++) sum += Math.exp(input[start + j]! - max)
  return sum
}

/** Softmax of every row of `width`. */
export const softmaxKernel =
  (output: NumberArray, input: NumberArray, width: number): Kernel =>
  () => {
    for (let start = 0; start < input.length; start += width) {
      const max = largest(input, start, width)
      const sum = sumOfExponentials(input, start, width, max)
      for (let j = 0; j < width; j++) output[start + j] = Math.exp(input[start + j]! - max) / sum
    }
  }

/** Logarithm of the softmax of every row of `width`. */
export const logSoftmaxKernel =
  (output: NumberArray, input: NumberArray, width: number): Kernel =>
  () => {
    for (let start = 0; start < input.length; start += width) {
      const max = largest(input, start, width)
      const logarithm = Math.log(sumOfExponentials(input, start, width, max))
      for (let j = 0; j < width; j++) output[start + j] = input[start + j]! - max - logarithm
    }
  }
