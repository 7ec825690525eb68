import { describe, expect, test } from 'vitest'
import { GraphBuilder } from '../graph/builder.js'
import { createProgram } from '../graph/program.js'
import type { DataType, GraphNode } from '../graph/types.js'
import { interpret } from './interpret.js'
import type { Precision } from './kernels/arrays.js'
import { erf, power, roundHalfEven } from './kernels/special.js'

/** Runs one expression over a feed. */
function run(
  build: (b: GraphBuilder, x: GraphNode) => GraphNode,
  x: number[],
  {
    shape = [x.length],
    dtype = 'float',
    precision = 'float64',
  }: { shape?: number[]; dtype?: DataType; precision?: Precision } = {},
): number[] {
  const b = new GraphBuilder()
  const node = build(b, b.input({ name: 'x', source: 'feed', shape, dtype }))
  const none = {
    of: (): never => {
      throw new Error('there is no state')
    },
  }
  const interpretation = interpret(createProgram(b, { outputs: { node } }), precision, none)
  interpretation.feeds.get('x')!.set(x)
  interpretation.step()
  interpretation.step() // what a kernel leaves behind must not matter
  return [...interpretation.outputs.get('node')!]
}

const { NaN: nan, POSITIVE_INFINITY: inf } = Number

describe('operations at their edges', () => {
  test('NaN goes through maximum, minimum, relu and max', () => {
    expect(run((b, x) => b.maximum(x, 0), [nan, -1])).toEqual([nan, 0])
    expect(run((b, x) => b.minimum(0, x), [nan, 1])).toEqual([nan, 0])
    expect(run((b, x) => b.relu(x), [nan, -1, 2])).toEqual([nan, 0, 2])
    expect(run((b, x) => b.max(x), [1, nan, 3])).toEqual([nan])
  })

  test('comparisons with NaN are false, notEqual is true', () => {
    for (const op of ['equal', 'less', 'lessEqual', 'greater', 'greaterEqual'] as const) {
      expect(run((b, x) => b[op](x, x), [nan])).toEqual([0])
    }
    expect(run((b, x) => b.notEqual(x, x), [nan, 1])).toEqual([1, 0])
  })

  test('argmax takes the first of equals, and NaN above all', () => {
    expect(run((b, x) => b.argmax(x, 1), [1, 3, 3, 0, nan, 9], { shape: [2, 3] })).toEqual([1, 1])
  })

  test('integers divide towards −∞ and wrap at 32 bits', () => {
    const int = { dtype: 'int32' } as const
    expect(run((b, x) => b.div(x, 2), [-3, 3, -4], int)).toEqual([-2, 1, -2])
    expect(run((b, x) => b.mul(x, 65537), [65537], int)).toEqual([Math.imul(65537, 65537)])
    expect(run((b, x) => b.add(x, 1), [2 ** 31 - 1], int)).toEqual([-(2 ** 31)])
    expect(run((b, x) => b.cast(x, 'int32'), [-1.9, 1.9])).toEqual([-1, 1])
    expect(run((b, x) => b.cast(x, 'bool'), [0, -0, 0.1, nan])).toEqual([0, 0, 1, 1])
  })

  test('sigmoid, softplus, softmax and logSoftmax hold at ±1000', () => {
    expect(run((b, x) => b.sigmoid(x), [-1000, 1000])).toEqual([0, 1])
    expect(run((b, x) => b.softplus(x), [-1000, 1000])).toEqual([0, 1000])
    expect(run((b, x) => b.softmax(x), [-1000, 1000, 1000])).toEqual([0, 0.5, 0.5])
    expect(run((b, x) => b.logSoftmax(x), [1000, 0])).toEqual([0, -1000])
    expect(run((b, x) => b.logSoftmax(x), [-inf, 0])).toEqual([-inf, 0])
  })

  test('scatterAdd accumulates rows of the same index', () => {
    const result = run(
      (b, x) => b.scatterAdd(x, b.cast(b.constants([1, 1, 3], [3]), 'int32'), 4),
      [1, 2, 4],
    )
    expect(result).toEqual([0, 3, 0, 4])
  })

  test('sums in float32 sessions are as exact as float64 allows', () => {
    const many = Array.from({ length: 10_000 }, () => 0.1)
    expect(run((b, x) => b.sum(x), many, { precision: 'float32' })).toEqual([
      Math.fround(10_000 * Math.fround(0.1)),
    ])
  })

  test('views of every kind', () => {
    const x = [1, 2, 3, 4, 5, 6]
    const shape = [2, 3]
    expect(run((b, v) => b.transpose(v, [1, 0]), x, { shape })).toEqual([1, 4, 2, 5, 3, 6])
    expect(run((b, v) => b.slice(v, 1, 1, 2), x, { shape })).toEqual([2, 3, 5, 6])
    expect(run((b, v) => b.slice(v, 0, 1, 1), x, { shape })).toEqual([4, 5, 6])
    expect(run((b, v) => b.reverse(v, 1), x, { shape })).toEqual([3, 2, 1, 6, 5, 4])
    expect(run((b, v) => b.pad(v, 1, 1, 0), x, { shape })).toEqual([0, 1, 2, 3, 0, 4, 5, 6])
    expect(run((b, v) => b.concat([v, b.constant(9, [2, 1])], 1), x, { shape })).toEqual([
      1, 2, 3, 9, 4, 5, 6, 9,
    ])
    expect(run((b, v) => b.broadcast(b.reshape(v, [2, 1, 3]), [2, 2, 3]), x, { shape })).toEqual([
      1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6,
    ])
    expect(run((b, v) => b.cumsum(v, 0), x, { shape })).toEqual([1, 2, 3, 5, 7, 9])
    expect(
      run((b, v) => b.gatherAlong(v, b.cast(b.constants([2, 0], [2, 1]), 'int32'), 1), x, {
        shape,
      }),
    ).toEqual([3, 4])
    expect(run((b, v) => b.broadcast(b.sum(v), [2, 2]), x, { shape })).toEqual([21, 21, 21, 21])
  })

  test('matmul with every flag, batched, narrow and wide', () => {
    const x = [1, 2, 3, 4, 5, 6]
    const y = (b: GraphBuilder, columns: number, transposed: boolean) => {
      const values = Array.from({ length: 3 * columns }, (_, i) =>
        transposed ? (i % 3) * columns + Math.floor(i / 3) : i,
      )
      return b.constants(values, transposed ? [columns, 3] : [3, columns])
    }
    for (const columns of [2, 40]) {
      for (const transposeA of [false, true]) {
        for (const transposeB of [false, true]) {
          const product = run(
            (b, v) =>
              b.matmul(transposeA ? b.transpose(v, [1, 0]) : v, y(b, columns, transposeB), {
                transposeA,
                transposeB,
              }),
            x,
            { shape: [2, 3] },
          )
          const expected = Array.from({ length: 2 * columns }, (_, i) => {
            const [row, column] = [Math.floor(i / columns), i % columns]
            return [0, 1, 2].reduce((sum, k) => sum + x[row * 3 + k]! * (k * columns + column), 0)
          })
          expect(product).toEqual(expected)
        }
      }
    }
    const batched = run((b, v) => b.matmul(v, v, { transposeB: true }), x, { shape: [3, 1, 2] })
    expect(batched).toEqual([5, 25, 61])
  })
})

describe('special functions', () => {
  test('erf against published values (Abramowitz and Stegun, table 7.1)', () => {
    const table = { 0.1: 0.112462916, 0.5: 0.5204998778, 1: 0.8427007929, 2: 0.995322265 }
    for (const [x, value] of Object.entries(table)) {
      expect(erf(Number(x))).toBeCloseTo(value, 10)
      expect(erf(-Number(x))).toBeCloseTo(-value, 10)
    }
    expect([erf(0), erf(inf), erf(-inf), erf(nan)]).toEqual([0, 1, -1, nan])
    expect(Math.abs(erf(2.5 - 1e-12) - erf(2.5 + 1e-12))).toBeLessThan(1e-13)
  })

  test('rounding takes halves to even numbers', () => {
    expect([0.5, 1.5, 2.5, -0.5, -1.5, 2.4, 2.6].map(roundHalfEven)).toEqual([
      0, 2, 2, -0, -2, 2, 3,
    ])
    expect([nan, inf, -inf].map(roundHalfEven)).toEqual([nan, inf, -inf])
  })

  test('powers of ±1 as IEEE 754 has them', () => {
    expect([power(1, nan), power(-1, inf), power(-8, 1 / 3), power(nan, 0), power(0, -1)]).toEqual([
      1,
      1,
      nan,
      1,
      inf,
    ])
  })
})
