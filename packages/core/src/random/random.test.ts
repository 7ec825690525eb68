import { describe, expect, test } from 'vitest'
import { GraphBuilder } from '../graph/builder.js'
import { createProgram } from '../graph/program.js'
import { interpreter } from '../interpreter/backend.js'
import { logarithm } from '../math/logarithm.js'
import { permutation, randomKey, truncatedNormals, uniforms } from './draws.js'
import { randomAtLeast } from './in-graph.js'
import { murmur3 } from './murmur.js'
import { inverseNormal } from './normal.js'

describe('MurmurHash3_x86_32', () => {
  // Published test vectors; scikit-learn's murmurhash3_32 gives the same.
  test.each([
    [0, [], 0],
    [1, [], 0x514e28b7],
    [0xffffffff, [], 0x81f16f39],
    [0, [0xffffffff], 0x76293b50],
    [0, [0x87654321], 0xf55b516b],
    [0x5082edee, [0x87654321], 0x2362f9de],
    [0, [0], 0x2362f9de],
  ] as [number, number[], number][])('seed %i of %j', (seed, words, expected) => {
    expect(murmur3(seed, words) >>> 0).toBe(expected)
  })
})

describe('draws', () => {
  test('depend on seed, purpose and counters, and on nothing else', () => {
    const keys = [
      randomKey(1, 'order', 0),
      randomKey(2, 'order', 0),
      randomKey(1, 'other', 0),
      randomKey(1, 'order', 1),
      randomKey(1 + 2 ** 32, 'order', 0),
      randomKey(1, 'order', 0, 0),
    ]
    expect(new Set(keys.map(String)).size).toBe(keys.length)
    expect(uniforms(keys[0]!, 5)).toEqual(uniforms(randomKey(1, 'order', 0), 5))
    expect([...uniforms(keys[0]!, 9).slice(0, 5)]).toEqual([...uniforms(keys[0]!, 5)])
  })

  test('uniforms are even: a χ² test over 256 cells', () => {
    const cells = new Float64Array(256)
    const count = 256_000
    for (const u of uniforms(randomKey(3, 'test'), count)) cells[Math.floor(u * 256)]! += 1
    const chiSquare = cells.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0)
    expect(chiSquare).toBeGreaterThan(180) // both ends: 0.01 % and 99.99 % of χ² with 255 degrees
    expect(chiSquare).toBeLessThan(344)
  })

  test('neighbouring keys and elements are uncorrelated', () => {
    const count = 100_000
    const a = uniforms(randomKey(3, 'test', 0), count)
    const b = uniforms(randomKey(3, 'test', 1), count)
    const correlation = (x: Float64Array, y: Float64Array): number =>
      (12 * x.reduce((sum, value, i) => sum + (value - 0.5) * ((y[i] ?? 0.5) - 0.5), 0)) / x.length
    expect(Math.abs(correlation(a, b))).toBeLessThan(4 / Math.sqrt(count))
    expect(Math.abs(correlation(a, a.subarray(1)))).toBeLessThan(4 / Math.sqrt(count))
  })

  test('truncated normals have the moments of the distribution, and its bounds', () => {
    const values = truncatedNormals(randomKey(5, 'test'), 100_000)
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length
    const deviation = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length)
    expect(Math.abs(mean)).toBeLessThan(0.012)
    expect(deviation).toBeCloseTo(0.8796, 2)
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(2)
  })

  test('a permutation holds every row once, and all orders of three are about as likely', () => {
    expect([...permutation(randomKey(1, 'test'), 100)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    )
    const counts: Record<string, number> = {}
    for (let i = 0; i < 6000; i++) {
      const order = permutation(randomKey(1, 'test', i), 3).join()
      counts[order] = (counts[order] ?? 0) + 1
    }
    expect(Object.keys(counts).length).toBe(6)
    for (const count of Object.values(counts)) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })
})

test('the logarithm agrees with Math.log', () => {
  for (let x = 1e-300; x < 1e300; x *= 1.37) {
    expect(Math.abs(logarithm(x) - Math.log(x))).toBeLessThanOrEqual(
      4e-16 * Math.max(1, Math.abs(Math.log(x))),
    )
  }
  expect(logarithm(1)).toBe(0)
})

test('the inverse normal distribution against SciPy 1.17 (scipy.special.ndtri)', () => {
  const table: [number, number][] = [
    [0.5, 0],
    [0.025, -1.9599639845400545],
    [0.9, 1.2815515655446004],
    [0.07, -1.4757910281791706],
    [0.000001, -4.753424308822899],
  ]
  for (const [p, x] of table) expect(inverseNormal(p)).toBeCloseTo(x, 13)
})

test('masks drawn in the graph keep the right share, the same in both precisions', async () => {
  const b = new GraphBuilder()
  const key = b.input({ name: 'key', source: 'feed', shape: [2], dtype: 'int32' })
  const kept = randomAtLeast(b, b.randomBits(key, [50_000], 3), 0.3)
  const program = createProgram(b, { outputs: { kept } })
  const masks = await Promise.all(
    (['float32', 'float64'] as const).map(async (precision) => {
      const session = await interpreter.open({ precision })
      const compiled = await session.compile(program)
      return (await compiled.run({ key: Int32Array.from(randomKey(1, 'test')) })).kept!
    }),
  )
  expect(masks[0]).toEqual(masks[1])
  const share = Array.from(masks[0]!).reduce((sum, bit) => sum + bit, 0) / 50_000
  expect(Math.abs(share - 0.7)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 50_000))
})
