import type { Tensor } from '@parallax-ml/core'
import type { ConformanceCase } from '../case.js'
import { smallCase, tensorOf, vector } from './small-program.js'

const { NEGATIVE_INFINITY } = Number
const wholes = (...data: number[]): Tensor => ({
  shape: [data.length],
  dtype: 'int32',
  data: Int32Array.from(data),
})

const odd = [Number.NaN, Number.POSITIVE_INFINITY, 1]

/** Where kernels begin with the smallest finite number, take whole numbers through float32, or know a 0. */
export const engineEdgeCases = (): ConformanceCase[] => [
  smallCase('operations', 'mul: NaN by a constant 0', {
    feeds: { x: vector(...odd) },
    build: (b, { x }) => ({
      whole: b.mul(x, b.constant(0, [3])),
      each: b.mul(b.constants([0, 0, 0], [3]), x),
    }),
    expected: { whole: [Number.NaN, Number.NaN, 0], each: [Number.NaN, Number.NaN, 0] },
  }),
  smallCase('operations', 'matmul: NaN by a constant 0', {
    feeds: { x: tensorOf([3, 1], (row) => odd[row]!) },
    build: (b, { x }) => ({ product: b.matmul(x, b.constants([0], [1, 1])) }),
    expected: { product: [Number.NaN, Number.NaN, 0] },
  }),
  smallCase('operations', 'mul and matmul: NaN by a constant 0, beside a convolution', {
    feeds: {
      x: vector(...odd),
      column: tensorOf([3, 1], (row) => odd[row]!),
      image: tensorOf([1, 2, 2, 1], () => 1),
    },
    build(b, { x, column, image }) {
      const zeros = b.constants([0, 0, 0], [3])
      return {
        image: b.conv2d(image, b.constants([1, 2, 3, 4], [2, 2, 1, 1])),
        whole: b.mul(x, 0),
        each: b.mul(zeros, x),
        row: b.mul(b.reshape(b.concat([x, x], 0), [2, 3]), b.reshape(zeros, [1, 3])),
        part: b.mul(x, b.slice(b.constants([0, 0, 0, 1], [4]), 0, 0, 3)),
        product: b.matmul(column, b.constants([0], [1, 1])),
      }
    },
    expected: {
      image: [10],
      whole: [Number.NaN, Number.NaN, 0],
      each: [Number.NaN, Number.NaN, 0],
      row: [Number.NaN, Number.NaN, 0, Number.NaN, Number.NaN, 0],
      part: [Number.NaN, Number.NaN, 0],
      product: [Number.NaN, Number.NaN, 0],
    },
  }),
  smallCase('operations', 'maxPool: a window of −∞ alone', {
    feeds: { x: tensorOf([1, 2, 2, 1], () => NEGATIVE_INFINITY) },
    build: (b, { x }) => ({ largest: b.maxPool(x, { size: [2, 2], strides: [2, 2] }) }),
    expected: { largest: [NEGATIVE_INFINITY] },
  }),
  smallCase('operations', 'div: whole numbers that differ by less than float32 can tell', {
    feeds: {
      a: wholes(2 ** 24, 2 ** 24 + 1, -(2 ** 24), 2 ** 31 - 1, -(2 ** 31)),
      b: wholes(2 ** 24 + 1, 2 ** 24, 2 ** 24 + 1, 2 ** 31 - 2, 2 ** 31 - 1),
    },
    build: (b, { a, b: divisor }) => ({ quotient: b.div(a, divisor) }),
    expected: { quotient: [0, 1, -1, 1, -2] },
  }),
]
