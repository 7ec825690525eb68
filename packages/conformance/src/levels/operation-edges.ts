import type { Tensor } from '@parallax-ml/core'
import { boundOf } from '../bounds.js'
import type { CaseContext, ConformanceCase } from '../case.js'
import { rounded } from '../execute.js'
import { sharedValueCases } from './shared-values.js'
import { smallCase, tensorOf, vector } from './small-program.js'

/** Where a formula that is right elsewhere loses its digits. */
const tiny = [1e-10, -1e-10, 2 ** -40, -(2 ** -40)]

/** The bound of an operation without its absolute part. */
const relativeBound =
  (operation: 'tanh' | 'log1p') =>
  ({ precision }: CaseContext) => ({
    absolute: 0,
    relative: boundOf(operation, precision).relative,
  })

const tinyCase = (operation: 'tanh' | 'log1p', series: (x: number) => number): ConformanceCase => ({
  level: 'operations',
  name: `${operation}: numbers near 0 keep their digits`,
  run: (context) => {
    const x = rounded(tiny, context.precision)
    return smallCase('operations', operation, {
      feeds: { x: vector(...x) },
      build: (b, inputs) => ({ y: b[operation](inputs.x) }),
      expected: { y: x.map(series) },
      bound: relativeBound(operation),
    }).run(context)
  },
})

/** Whole numbers, so that every order of adding gives the same sum. */
const left = (batch: number, row: number, inner: number): number => 1 + row + 2 * inner + 3 * batch
const right = (batch: number, inner: number, column: number): number => inner - column + 5 * batch
const product = (batch: number, row: number, column: number): number =>
  [0, 1, 2].reduce((sum, k) => sum + left(batch, row, k) * right(batch, k, column), 0)
const wideProduct = (transposeA: boolean): ConformanceCase =>
  smallCase('operations', `matmul: batches of 20 columns${transposeA ? ', transposed a' : ''}`, {
    feeds: {
      a: transposeA
        ? tensorOf([4, 3, 2], (batch, inner, row) => left(batch!, row!, inner!))
        : tensorOf([4, 2, 3], (batch, row, inner) => left(batch!, row!, inner!)),
      c: tensorOf([4, 3, 20], (batch, inner, column) => right(batch!, inner!, column!)),
    },
    build: (b, { a, c }) => ({ product: b.matmul(a, c, { transposeA }) }),
    expected: {
      product: tensorOf([4, 2, 20], (batch, row, column) => product(batch!, row!, column!)).data,
    },
  })

const truths = (...data: number[]): Tensor => ({
  shape: [data.length],
  dtype: 'bool',
  data: Uint8Array.from(data),
})

/** Operations where fast formulas, blocked loops and reused memory go wrong. */
export const operationEdgeCases = (): ConformanceCase[] => [
  tinyCase('tanh', (x) => x - x ** 3 / 3),
  tinyCase('log1p', (x) => x - x ** 2 / 2 + x ** 3 / 3),
  smallCase('operations', 'argmax: the first NaN is the largest', {
    feeds: {
      one: vector(1, Number.NaN, 3),
      two: vector(1, Number.NaN, 3, Number.NaN),
      first: vector(Number.NaN, 5),
    },
    build: (b, { one, two, first }) => ({
      one: b.argmax(one, 0),
      two: b.argmax(two, 0),
      first: b.argmax(first, 0),
    }),
    expected: { one: [1], two: [1], first: [0] },
  }),
  smallCase('operations', 'argmax: a NaN in every position', {
    feeds: { x: tensorOf([19, 19], (row, column) => (row === column ? Number.NaN : column!)) },
    build: (b, { x }) => ({ along: b.argmax(x, 1), across: b.argmax(x, 0) }),
    expected: {
      along: tensorOf([19], (row) => row!).data,
      across: tensorOf([19], (column) => column!).data,
    },
  }),
  smallCase('operations', 'select: between truth values', {
    feeds: {
      condition: truths(1, 1, 1, 1, 0, 0, 0, 0),
      yes: truths(0, 0, 1, 1, 0, 0, 1, 1),
      no: truths(0, 1, 0, 1, 0, 1, 0, 1),
    },
    build: (b, { condition, yes, no }) => ({ chosen: b.select(condition, yes, no) }),
    expected: { chosen: [0, 0, 1, 1, 0, 1, 0, 1] },
  }),
  ...sharedValueCases(),
  smallCase('operations', 'sign and max: a NaN in every position', {
    feeds: { x: tensorOf([19, 19], (row, column) => (row === column ? Number.NaN : row! - 9)) },
    build: (b, { x }) => ({ sign: b.sign(x), largest: b.max(x, [1]) }),
    expected: {
      sign: tensorOf([19, 19], (row, column) => (row === column ? Number.NaN : Math.sign(row! - 9)))
        .data,
      largest: new Array(19).fill(Number.NaN),
    },
  }),
  smallCase('operations', 'div: int32 by numbers that are known', {
    feeds: { a: { shape: [6], dtype: 'int32', data: Int32Array.of(-9, -8, -1, 0, 7, 2 ** 30) } },
    build: (b, { a }) => ({ eight: b.div(a, 8), one: b.div(a, 1), minusThree: b.div(a, -3) }),
    expected: {
      eight: [-2, -1, -1, 0, 0, 2 ** 27],
      one: [-9, -8, -1, 0, 7, 2 ** 30],
      minusThree: [3, 2, 0, 0, -3, -357_913_942],
    },
  }),
  wideProduct(false),
  wideProduct(true),
  smallCase('operations', 'oneHot: other indices in a second step', {
    feeds: { indices: { shape: [2], dtype: 'int32', data: Int32Array.of(0, 2, 1, 1) } },
    build: (b, { indices }) => ({ ones: b.oneHot(indices, 3) }),
    expected: { ones: [1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0] },
    steps: 2,
  }),
]
