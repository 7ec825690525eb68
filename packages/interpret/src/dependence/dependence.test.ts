import { expect, test } from 'vitest'
import { columnMeans, takeRows } from '../matrix.js'
import { functionOf } from '../testing/functions.js'
import { drawn } from '../testing/random-network.js'
import { golden, irisRows, network, worst } from '../testing/reference-networks.js'
import { accumulatedLocalEffects } from './accumulated.js'
import { friedmanH2 } from './friedman.js'
import { dependenceImportance } from './importance.js'
import { partialDependence } from './partial.js'

type Table = readonly (readonly number[])[]
const reference = golden<{
  readonly features: readonly {
    readonly feature: number
    readonly grid: readonly number[]
    readonly averageByGridPoint: Table
    readonly iceRows: readonly number[]
    readonly iceClass2ByGridPoint: Table
    readonly pdImportanceSd: readonly number[]
  }[]
  readonly pair: {
    readonly features: readonly number[]
    readonly grid: readonly number[] | Table
    readonly averagePair: readonly Table[]
  }
  readonly ale: readonly {
    readonly feature: number
    readonly edges: readonly number[]
    readonly counts: readonly number[]
    readonly aleByEdge: Table
  }[]
  readonly friedmanH2: {
    readonly rows: readonly number[]
    readonly pairs: readonly {
      readonly pair: readonly [number, number]
      readonly h2: readonly number[]
    }[]
  }
}>('dependence')

const explained = network('iris_mlp', 'probability')

test.each(reference.features)('partial dependence and ICE of feature $feature', async (one) => {
  const { feature, grid, averageByGridPoint, iceRows, iceClass2ByGridPoint, pdImportanceSd } = one
  const options = { features: [feature], grid: [grid], individual: true }
  const found = await partialDependence(explained, irisRows, options)
  expect(worst(found.values, averageByGridPoint.flat())).toBeLessThanOrEqual(1e-9)
  const curves = iceRows.map((row) =>
    grid.map((_, g) => found.individual![(row * grid.length + g) * 3 + 2]!),
  )
  const expected = iceRows.map((_, k) => iceClass2ByGridPoint.map((at) => at[k]!))
  expect(worst(curves.flat(), expected.flat())).toBeLessThanOrEqual(1e-9)
  for (const output of [0, 1, 2]) {
    const { values } = dependenceImportance([found], { output })
    expect(values[0]).toBeCloseTo(pdImportanceSd[output]!, 9)
  }
  expect(found.checks.evaluations).toBe(1500)
})

test('partial dependence of a pair', async () => {
  const { features, grid, averagePair } = reference.pair
  const axes = Array.isArray(grid[0]) ? (grid as Table) : [grid as number[], grid as number[]]
  const found = await partialDependence(explained, irisRows, { features, grid: axes })
  expect(worst(found.values, averagePair.flat(2))).toBeLessThanOrEqual(1e-9)
  expect(found.density).toBeUndefined()
})

test.each(reference.ale)('accumulated local effects of feature $feature', async (one) => {
  const options = { feature: one.feature, bins: 8 }
  const found = await accumulatedLocalEffects(explained, irisRows, options)
  expect(worst(found.grid[0]!, one.edges)).toBeLessThanOrEqual(1e-9)
  expect(worst(found.values, one.aleByEdge.flat())).toBeLessThanOrEqual(1e-9)
  expect(found.density!.slice(1).map((share) => Math.round(share * 150))).toEqual(one.counts)
})

test("Friedman's H² of every pair", async () => {
  const rows = takeRows(irisRows, reference.friedmanH2.rows)
  const { values } = await friedmanH2(explained, rows)
  for (const { pair, h2 } of reference.friedmanH2.pairs) {
    for (const [j, k] of [pair, [pair[1], pair[0]] as const]) {
      const start = (j * 4 + k) * 3
      expect(worst(values.slice(start, start + 3), h2)).toBeLessThanOrEqual(1e-9)
    }
  }
})

test('additive and linear models have their closed forms', async () => {
  const rows = drawn(1, 'rows', 60, 3)
  const additive = functionOf(3, ([a, b, c]) => [a! ** 2 + Math.sin(b!) - c!, 5])
  const means = columnMeans({
    rows: 60,
    columns: 1,
    values: Float64Array.from({ length: 60 }, (_, r) => {
      const [, b, c] = rows.values.subarray(r * 3, r * 3 + 3)
      return Math.sin(b!) - c!
    }),
  })
  const grid = [[-1, 0, 0.5, 2]]
  const curve = await partialDependence(additive, rows, { features: ['x0'], grid })
  expect(
    worst(
      curve.values,
      grid[0]!.flatMap((x) => [x ** 2 + means[0]!, 5]),
    ),
  ).toBeLessThan(1e-12)
  const { values } = await friedmanH2(additive, rows, { sample: 20 })
  expect(Math.max(...values)).toBeLessThanOrEqual(1e-12)
  const slopes = await accumulatedLocalEffects(additive, rows, { feature: 2, bins: 5 })
  const [edges] = slopes.grid as [readonly number[]]
  for (let i = 1; i < edges.length; i++) {
    const rise = slopes.values[2 * i]! - slopes.values[2 * i - 2]!
    expect(rise / (edges[i]! - edges[i - 1]!)).toBeCloseTo(-1, 10)
  }
  const product = functionOf(2, ([a, b]) => a! * b!)
  const pair = await friedmanH2(product, drawn(2, 'rows', 40, 2))
  expect(pair.values[1]).toBeGreaterThan(0.1)
  expect(pair.values[1]).toBe(pair.values[2])
})

test('a default grid is all values if they are few, else the middle nine tenths', async () => {
  const few = await partialDependence(explained, irisRows, { features: [3], points: 30 })
  expect(few.grid[0]).toHaveLength(22)
  expect(few.density!.reduce((a, b) => a + b)).toBeCloseTo(1, 12)
  const some = await partialDependence(explained, irisRows, { features: [2] })
  expect(some.grid[0]).toHaveLength(20)
  const sorted = irisRows.values.filter((_, i) => i % 4 === 2).sort()
  expect(some.grid[0]![0]).toBeGreaterThan(sorted[0]!)
  expect(some.grid[0]![19]).toBeLessThan(sorted[149]!)
})

test('what does not fit is refused', async () => {
  const call = (options: object) => partialDependence(explained, irisRows, options as never)
  await expect(call({ features: ['x4'] })).rejects.toThrow('no such feature')
  await expect(call({ features: [1, 1] })).rejects.toThrow('twice')
  await expect(call({ features: [1], grid: [[2, 1]] })).rejects.toThrow('not ascending')
  await expect(call({ features: [0, 1], grid: [[1]] })).rejects.toThrow('for each feature')
  await expect(call({ feature: 0 })).rejects.toThrow("unknown option 'feature'")
  const flat = { rows: 3, columns: 4, values: new Float64Array(12) }
  const effects = (options: object) => accumulatedLocalEffects(explained, flat, options as never)
  await expect(effects({ feature: 0 })).rejects.toThrow('the same value')
  await expect(effects({ feature: 0, edges: [1, 1] })).rejects.toThrow('do not ascend')
  expect(() => dependenceImportance([])).toThrow('there are none')
})
