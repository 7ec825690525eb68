import { expect, test } from 'vitest'
import { GraphBuilder } from '../graph/builder.js'
import { createProgram } from '../graph/program.js'
import { interpreter } from '../interpreter/backend.js'
import type { Precision } from '../interpreter/kernels/arrays.js'
import { erf } from '../interpreter/kernels/special.js'
import { normals, type RandomKey, randomKey } from './draws.js'
import { randomNormal } from './in-graph.js'

const size = 100_000

/** Normal numbers drawn in a graph, from the bits that a key has there, or from given ones. */
async function draw(precision: Precision, bits: Int32Array | RandomKey): Promise<Float64Array> {
  const b = new GraphBuilder()
  const isKey = bits.length === 2
  const shape = [isKey ? 2 : bits.length]
  const given = b.input({ name: 'given', source: 'feed', shape, dtype: 'int32' })
  const words = isKey ? b.randomBits(given, [size], 0) : given
  const session = await interpreter.open({ precision })
  const program = await session.compile(
    createProgram(b, { outputs: { values: randomNormal(b, words) } }),
  )
  return Float64Array.from((await program.run({ given: Int32Array.from(bits) })).values!)
}

const key = randomKey(4, 'test')

/** The largest distance to the distribution function of the normal distribution. */
function kolmogorovSmirnov(values: Float64Array): number {
  const distances = values.toSorted().map((x, i) => {
    const below = (1 + erf(x * Math.SQRT1_2)) / 2
    return Math.max(below - i / size, (i + 1) / size - below)
  })
  return distances.reduce((a, c) => Math.max(a, c))
}

test('normal numbers in the graph are those that the host draws from the same bits', async () => {
  const found = await draw('float64', key)
  const expected = normals(key, size)
  const errors = found.map((x, i) => Math.abs(x - expected[i]!) / Math.abs(expected[i]!))
  expect(Math.max(...errors.map((error) => error))).toBeLessThan(4e-15)
})

test('they have the moments and the distribution function of the normal distribution', async () => {
  const values = await draw('float64', key)
  const moment = (power: number) => values.reduce((sum, x) => sum + x ** power, 0) / size
  // Five standard errors, of which those of x^n are √(E x^2n − (E x^n)²).
  for (const [power, expected, deviation] of [
    [1, 0, 1],
    [2, 1, Math.sqrt(2)],
    [3, 0, Math.sqrt(15)],
    [4, 3, Math.sqrt(96)],
  ] as const) {
    const bound = (5 * deviation) / Math.sqrt(size)
    expect(Math.abs(moment(power) - expected), `moment ${power}`).toBeLessThan(bound)
  }
  // Exceeded by one sample in ten thousand.
  expect(kolmogorovSmirnov(values) * Math.sqrt(size)).toBeLessThan(2.23)
})

test('float32 gives the same numbers to its rounding', async () => {
  const [double, single] = [await draw('float64', key), await draw('float32', key)]
  const errors = single.map((x, i) => Math.abs(x - double[i]!) / Math.abs(double[i]!))
  expect(errors.reduce((a, c) => Math.max(a, c))).toBeLessThan(2 ** -20)
})

test.each(['float32', 'float64'] as const)(
  'the ends of the range are finite and even in %s',
  async (precision) => {
    const bits = Int32Array.of(0, -1, 0x7fffffff, -0x80000000, 0x80, 0x100)
    const [least, most, below, above] = await draw(precision, bits)
    expect(least).toBeCloseTo(-5.419983, 4)
    expect(most).toBe(-least!)
    expect(below).toBe(-above!)
    expect(Math.abs(above!)).toBeLessThan(1e-7)
  },
)
