import type { Tensor } from '@parallax-ml/core'
import type { ConformanceCase } from '../case.js'
import { smallCase, tensorOf } from './small-program.js'

const { NEGATIVE_INFINITY } = Number
const wholes = (...data: number[]): Tensor => ({
  shape: [data.length],
  dtype: 'int32',
  data: Int32Array.from(data),
})

/** Where kernels begin with the smallest finite number, or take whole numbers through float32. */
export const engineEdgeCases = (): ConformanceCase[] => [
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
