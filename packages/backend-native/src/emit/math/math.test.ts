import { createProgram, GraphBuilder, type GraphNode, type Precision } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { native } from '../../index.js'

type Name = 'exp' | 'log' | 'log1p' | 'tanh' | 'sigmoid' | 'softplus' | 'erf'

/** Values of a function at many points. */
async function evaluate(
  precision: Precision,
  x: Float64Array,
  build: (b: GraphBuilder, x: GraphNode) => GraphNode,
): Promise<ArrayLike<number>> {
  const b = new GraphBuilder()
  const input = b.input({ name: 'x', source: 'feed', shape: [x.length], dtype: 'float' })
  const session = await native.open({ precision })
  const program = await session.compile(createProgram(b, { outputs: { y: build(b, input) } }))
  const { y } = await program.run({ x })
  await session.dispose()
  return y!
}

/** The same function from outside, in float64. */
const reference: Record<Exclude<Name, 'erf'>, (x: number) => number> = {
  exp: Math.exp,
  log: Math.log,
  log1p: Math.log1p,
  tanh: Math.tanh,
  sigmoid: (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
}

/** Numbers in the order of their bits: neighbours differ by 1. */
function ordinal(value: number, precision: Precision): number {
  if (precision === 'float32') {
    const [bits] = new Int32Array(Float32Array.of(value).buffer)
    return bits! < 0 ? -(2 ** 31) - bits! : bits!
  }
  const [bits] = new BigInt64Array(Float64Array.of(value).buffer)
  return Number(bits! < 0n ? -(2n ** 63n) - bits! : bits!)
}

function worstUlps(
  actual: ArrayLike<number>,
  x: ArrayLike<number>,
  f: (x: number) => number,
  precision: Precision,
): number {
  let worst = 0
  for (let i = 0; i < x.length; i++) {
    const expected = f(x[i]!)
    // Distances of float64 lose the last bits of their ordinals, not of the difference.
    const gap =
      precision === 'float32'
        ? Math.abs(ordinal(actual[i]!, precision) - ordinal(expected, precision))
        : Math.abs(actual[i]! - expected) / ulp64(expected)
    worst = Math.max(worst, gap)
  }
  return worst
}

const ulp64 = (value: number): number => {
  const [bits] = new BigInt64Array(Float64Array.of(Math.abs(value)).buffer)
  const [next] = new Float64Array(BigInt64Array.of(bits! + 1n).buffer)
  return next! - Math.abs(value)
}

/** Points between two numbers, evenly or by size. */
function points(from: number, to: number, precision: Precision): Float64Array {
  const count = 20_001
  const bySize = from > 0 && to / from > 1e6
  const values = Float64Array.from({ length: count }, (_, i) => {
    const t = i / (count - 1)
    return bySize ? from * (to / from) ** t : from + (to - from) * t
  })
  return precision === 'float32' ? Float64Array.from(Float32Array.from(values)) : values
}

const ranges: [Name, Precision, number, number, number][] = [
  ['exp', 'float32', -87, 88, 1],
  ['exp', 'float32', -1, 1, 1],
  ['exp', 'float32', -103, -87, 1],
  ['log', 'float32', 1e-37, 1e37, 1],
  ['log', 'float32', 1e-44, 1e-38, 1],
  ['log', 'float32', 0.5, 2, 1],
  ['log1p', 'float32', -0.99, 3, 2],
  ['log1p', 'float32', 1e-20, 1e20, 2],
  ['tanh', 'float32', -9, 9, 1],
  ['tanh', 'float32', -0.7, 0.7, 1],
  ['sigmoid', 'float32', -20, 20, 2],
  ['sigmoid', 'float32', -87, -20, 2],
  ['softplus', 'float32', -20, 20, 3],
  ['softplus', 'float32', -85, -20, 3],
  ['exp', 'float64', -700, 709, 1],
  ['exp', 'float64', -1, 1, 1],
  ['log', 'float64', 1e-150, 1e150, 1],
  ['log', 'float64', 0.5, 2, 1],
  ['log1p', 'float64', -0.99, 3, 2],
  ['tanh', 'float64', -20, 20, 2],
  ['tanh', 'float64', -0.7, 0.7, 2],
  ['sigmoid', 'float64', -40, 40, 3],
  ['softplus', 'float64', -40, 40, 3],
]

describe('functions of vectors, in units of the last place', () => {
  test.each(ranges)(
    '%s in %s from %d to %d: at most %d',
    async (name, precision, from, to, most) => {
      const x = points(from, to, precision)
      const y = await evaluate(precision, x, (b, node) => b[name](node))
      expect(
        worstUlps(y, x, reference[name as keyof typeof reference], precision),
      ).toBeLessThanOrEqual(most)
    },
  )

  test.each(['float32', 'float64'] as const)('erf in %s beside known values', async (precision) => {
    // Abramowitz and Stegun, table 7.1, to the digits of the precision.
    const table = [
      [0.25, 0.2763263901682369],
      [0.5, 0.5204998778130465],
      [1, 0.8427007929497149],
      [1.5, 0.9661051464753108],
      [2, 0.9953222650189527],
      [3, 0.9999779095030014],
      [-1, -0.8427007929497149],
      [7, 1],
    ] as const
    const x = Float64Array.from(table, ([at]) => at)
    const y = await evaluate(precision, x, (b, node) => b.erf(node))
    const most = precision === 'float32' ? 1.2e-7 : 4e-16
    for (const [i, [, value]] of table.entries()) expect(Math.abs(y[i]! - value)).toBeLessThan(most)
  })

  test.each(['float32', 'float64'] as const)('edges in %s', async (precision) => {
    const x = Float64Array.of(0, -0, Infinity, -Infinity, Number.NaN, 1000, -1000)
    const at = async (name: Name) => Array.from(await evaluate(precision, x, (b, n) => b[name](n)))
    const nan = Number.NaN
    expect(await at('exp')).toEqual([1, 1, Infinity, 0, nan, Infinity, 0])
    expect((await at('log')).slice(0, 5)).toEqual([-Infinity, -Infinity, Infinity, nan, nan])
    expect((await at('log1p')).slice(2, 5)).toEqual([Infinity, nan, nan])
    expect(await at('tanh')).toEqual([0, -0, 1, -1, nan, 1, -1])
    expect(await at('sigmoid')).toEqual([0.5, 0.5, 1, 0, nan, 1, 0])
    expect((await at('softplus')).slice(2)).toEqual([Infinity, 0, nan, 1000, 0])
    expect(await at('erf')).toEqual([0, -0, 1, -1, nan, 1, -1])
  })

  test.each(['float32', 'float64'] as const)(
    'pow in %s at the edges of IEEE 754',
    async (precision) => {
      const cases = [
        [2, 10, 1024],
        [-2, 3, -8],
        [-2, 2, 4],
        [-2, 0.5, Number.NaN],
        [0, 0, 1],
        [Number.NaN, 0, 1],
        [1, Number.NaN, 1],
        [1, Infinity, 1],
        [-1, Infinity, 1],
        [0, -1, Infinity],
        [-0, -1, -Infinity],
        [-0, 3, -0],
        [Infinity, -1, 0],
        [-Infinity, 3, -Infinity],
        [-Infinity, 2, Infinity],
        [0.5, Infinity, 0],
        [2, -Infinity, 0],
        [9, 0.5, 3],
        [10, 400, Infinity],
        [10, -400, 0],
      ] as const
      const x = Float64Array.from(cases.flatMap((each) => each.slice(0, 2)))
      const y = await evaluate(precision, x, (b, node) => {
        const pairs = b.reshape(node, [cases.length, 2])
        return b.pow(b.slice(pairs, 1, 0, 1), b.slice(pairs, 1, 1, 1))
      })
      for (const [i, [base, exponent, power]] of cases.entries()) {
        const isClose = Math.abs(y[i]! - power) <= 2e-16 * Math.abs(power)
        expect(isClose || Object.is(y[i], power), `${base} ^ ${exponent} = ${y[i]}`).toBe(true)
      }
    },
  )
})
