import type { ConformanceCase } from '../case.js'
import { smallCase, tensorOf, vector } from './small-program.js'

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number
const level = 'operations'

/** Programs that the builder simplifies, or must not: what they give is what they say. */
export const simplificationCases = (): ConformanceCase[] => [
  smallCase(level, 'simplified: 0 · x and x − x of NaN and infinities are NaN', {
    feeds: { x: vector(2, nan, infinity, -infinity) },
    build: (b, { x }) => ({
      'zero first': b.mul(0, x),
      'zero second': b.mul(x, 0),
      difference: b.sub(x, x),
    }),
    expected: {
      'zero first': [0, nan, nan, nan],
      'zero second': [0, nan, nan, nan],
      difference: [0, nan, nan, nan],
    },
  }),
  smallCase(level, 'simplified: comparisons of constants are of type bool', {
    feeds: { x: vector(1, nan) },
    build(b, { x }) {
      const yes = b.less(b.constant(1, [2]), b.constant(2, [2]))
      const no = b.equal(b.constant(nan, [2]), b.constant(nan, [2]))
      return {
        yes: b.copy(yes),
        no: b.copy(no),
        both: b.and(yes, b.isFinite(x)),
        either: b.or(no, b.isFinite(x)),
      }
    },
    expected: { yes: [1, 1], no: [0, 0], both: [1, 0], either: [1, 0] },
  }),
  smallCase(level, 'simplified: select by a constant condition', {
    feeds: { x: vector(1, 2), y: vector(3, 4) },
    build: (b, { x, y }) => ({
      yes: b.select(b.constant(1, [2], 'bool'), x, y),
      no: b.select(b.constant(0, [2], 'bool'), x, y),
    }),
    expected: { yes: [1, 2], no: [3, 4] },
  }),
  smallCase(level, 'simplified: two transposes of three axes in a row', {
    feeds: { x: tensorOf([2, 3, 4], (i, j, k) => 100 * i! + 10 * j! + k!) },
    build: (b, { x }) => ({ y: b.transpose(b.transpose(x, [1, 2, 0]), [1, 0, 2]) }),
    expected: { y: tensorOf([4, 3, 2], (k, j, i) => 100 * i! + 10 * j! + k!).data },
  }),
  smallCase(level, 'simplified: a slice of a slice on the same axis', {
    feeds: { x: vector(0, 1, 2, 3, 4, 5, 6) },
    build: (b, { x }) => ({ y: b.slice(b.slice(x, 0, 2, 4), 0, 1, 2) }),
    expected: { y: [3, 4] },
  }),
  smallCase(level, 'simplified: a slice of a slice on another axis', {
    feeds: { x: tensorOf([3, 4], (i, j) => 10 * i! + j!) },
    build: (b, { x }) => ({ y: b.slice(b.slice(x, 0, 1, 2), 1, 2, 2) }),
    expected: { y: [12, 13, 22, 23] },
  }),
]
