import { expect, test } from 'vitest'
import { classOf } from '../classes.js'
import { takeRows, toMatrix } from '../matrix.js'
import { functionOf } from '../testing/functions.js'
import { golden, irisRows, network, rowsFor, worst } from '../testing/reference-networks.js'
import { nearestCounterfactual } from './nearest.js'
import { sparseCounterfactuals } from './sparse.js'

const reference = golden<{
  readonly linear: readonly {
    readonly row: number
    readonly z: readonly number[]
    readonly logit: number
    readonly l2Distance: number
    readonly boundaryPointL2: readonly number[]
    readonly l1Best: {
      readonly feature: number
      readonly change: number
      readonly l1Distance: number
    }
  }[]
  readonly sparse: readonly {
    readonly row: number
    readonly prediction: number
    readonly best: readonly {
      readonly changedFeatures: number
      readonly target: number
      readonly features: readonly number[]
      readonly l1: number
    }[]
  }[]
}>('counterfactuals')
const { linear } = golden<{ linear: { w: readonly number[]; b: number } }>('shapley')
const logit = {
  ...functionOf(30, (row) => row.reduce((sum, x, i) => sum + linear.w[i]! * x, linear.b)),
  space: 'logit' as const,
}
const explained = network('iris_mlp', 'probability')
const rowOfIris = (place: number): Float64Array => rowsFor('iris_mlp', [place]).values

const cases = reference.sparse.flatMap(({ row, best }) => best.map((one) => ({ row, ...one })))

test.each(cases)(
  'row $row becomes class $target by at most $changedFeatures changes, as by brute force',
  async ({ row, target, changedFeatures, features, l1 }) => {
    const options = { candidates: irisRows, units: 'own', target, margin: 0 } as const
    const given = { ...options, maxChanged: changedFeatures, refine: false }
    const { found, checks } = await sparseCounterfactuals(explained, rowOfIris(row), given)
    expect(found[0]!.distance).toBeCloseTo(l1, 12)
    const needed = features.filter((f) => found[0]!.changed.includes(f))
    expect(needed).toEqual(found[0]!.changed)
    expect(checks.exhaustive).toBe(1)
    const near = await sparseCounterfactuals(explained, rowOfIris(row), { ...given, refine: true })
    expect(near.found[0]!.distance).toBeLessThanOrEqual(l1)
    for (const each of [...found, ...near.found]) {
      expect(classOf(Float64Array.from(each.prediction), 'probability')).toBe(target)
      const { values } = await explained.predict(toMatrix([each.row], 'row'))
      expect(worst(values, each.prediction)).toBeLessThan(1e-12)
      const distance = each.row.reduce((sum, x, i) => sum + Math.abs(x - rowOfIris(row)[i]!), 0)
      expect(each.distance).toBeCloseTo(distance, 9)
    }
  },
)

test.each(reference.linear)(
  'a linear model: the nearest boundary point of row $row',
  async (one) => {
    const target = one.logit < 0 ? 1 : 0
    const found = await nearestCounterfactual(logit, one.z, { target, margin: 0 })
    expect(found.found[0]!.distance / one.l2Distance - 1).toBeGreaterThanOrEqual(-1e-12)
    expect(found.found[0]!.distance / one.l2Distance - 1).toBeLessThan(1e-6)
    expect(worst(found.found[0]!.row, one.boundaryPointL2)).toBeLessThan(1e-5)
    const ranges = { [`x${one.l1Best.feature}`]: [-30, 30] as const }
    const sparse = await sparseCounterfactuals(logit, one.z, {
      candidates: [one.z],
      ranges,
      units: 'own',
      margin: 0,
    })
    expect(sparse.found[0]!.changed).toEqual([one.l1Best.feature])
    expect(sparse.found[0]!.distance).toBeCloseTo(one.l1Best.l1Distance, 6)
  },
)

test('the nearest point of a curved boundary, against a fine search', async () => {
  // Class 1 within the ellipse x²/4 + y² = 1; the nearest point to (3, 2) is found by its angle.
  const ellipse = functionOf(2, ([x, y]) => 1.5 - x! ** 2 / 4 - y! ** 2)
  const { found } = await nearestCounterfactual(ellipse, [3, 2], { margin: 0, steps: 200 })
  const angles = Array.from({ length: 100_000 }, (_, i) => (i * Math.PI) / 100_000)
  const distances = angles.map((t) => Math.hypot(2 * Math.cos(t) - 3, Math.sin(t) - 2))
  const best = distances.reduce((a, b) => Math.min(a, b))
  expect(found[0]!.distance).toBeGreaterThan(best - 1e-9)
  expect(found[0]!.distance).toBeLessThan(1.02 * best)
})

test('where few changes do not suffice, as many as needed are made', async () => {
  const all = functionOf(5, (row) =>
    row.every((x) => x > 0.5) ? 1 : row.filter((x) => x > 0.5).length / 10,
  )
  const candidates = [[1, 1, 1, 1, 1]]
  const { found, norm } = await sparseCounterfactuals(all, [0, 0, 1, 0, 0], {
    candidates,
    units: 'own',
    refine: false,
  })
  expect([found[0]!.changed, found[0]!.distance, norm]).toEqual([[0, 1, 3, 4], 4, 'L1'])
  const three = await sparseCounterfactuals(all, [0, 0, 1, 0, 0], { candidates, maxChanged: 3 })
  expect(three.found).toEqual([])
})

test('pairs are asked for nearest first, and no more than it takes', async () => {
  const both = functionOf(2, ([a, b]) => Number(a! >= 30 && b! >= 40))
  const candidates = Array.from({ length: 100 }, (_, i) => [i, i])
  const options = { candidates, units: 'own', count: 1, refine: false } as const
  const { found, checks } = await sparseCounterfactuals(both, [0, 0], options)
  expect([found[0]!.row, found[0]!.distance]).toEqual([[30, 40], 70])
  // 2415 pairs are nearer than 70, and questions are of 1024.
  expect(checks.evaluations).toBeLessThan(2 * 99 + 3 * 1024 + 10)
})

test('ranges, immutable features and categories are kept', async () => {
  const names = { features: ['age', 'income', 'red', 'green', 'blue'] }
  const model = functionOf(5, ([age, income, , green]) => age! + income! / 10 + 3 * green!, names)
  const candidates = [
    [0, 0, 1, 0, 0],
    [9, 9, 0, 1, 0],
    [4, 4, 0, 0, 1],
  ]
  const row = [0, 0, 1, 0, 0]
  const groups = { colour: ['red', 'green', 'blue'] }
  const common = { candidates, groups, units: 'own', margin: 0 } as const
  const free = await sparseCounterfactuals(model, row, common)
  expect(free.found.map(({ changed }) => changed)).toEqual([[0], [2, 3], [1]])
  expect(free.found[0]!.row[0]).toBeCloseTo(0.5, 6)
  for (const { row: found } of free.found) {
    expect(candidates.map((each) => each.slice(2).join())).toContain(found.slice(2).join())
  }
  const bound = await sparseCounterfactuals(model, row, {
    ...common,
    immutable: ['age'],
    ranges: { income: [0, 2] },
  })
  expect(bound.found.map(({ changed }) => changed)).toEqual([[2, 3]])
  const near = await nearestCounterfactual(model, row, {
    immutable: ['red', 'green', 'blue'],
    ranges: { age: [0, 0.3], income: [0, 9] },
  })
  // Age reaches its bound, and income makes up for the rest of 1/2.
  expect(near.found[0]!.row[0]).toBeCloseTo(0.3, 5)
  expect(near.found[0]!.row[1]).toBeCloseTo(2, 2)
  expect(near.found[0]!.row.slice(2)).toEqual([1, 0, 0])
})

test('distances can be in deviations, and squared', async () => {
  const model = functionOf(2, ([a, b]) => Number(a! >= 10 && b! >= 1))
  const candidates = [
    [0, 0],
    [10, 1],
  ]
  const call = (options: object) => sparseCounterfactuals(model, [0, 0], { candidates, ...options })
  expect((await call({ refine: false })).found[0]!.distance).toBeCloseTo(2 + 2, 12)
  const squares = await call({ refine: false, norm: 'L2', units: 'own' })
  expect(squares.found[0]!.distance).toBeCloseTo(Math.hypot(10, 1), 12)
  const near = await call({ norm: 'L2', units: 'own', margin: 0 })
  expect(near.found[0]!.distance).toBeLessThan(Math.hypot(10, 1) + 1e-6)
})

test('what does not fit is refused', async () => {
  const candidates = takeRows(irisRows, [0, 60])
  const call = (options: object) =>
    sparseCounterfactuals(explained, rowOfIris(60), { candidates, ...options })
  await expect(call({ target: 1 })).rejects.toThrow('of that class already')
  await expect(call({ target: 3 })).rejects.toThrow('no such class')
  await expect(call({ immutable: ['x8'] })).rejects.toThrow('no such feature')
  await expect(call({ ranges: { x0: [2, 1] } })).rejects.toThrow('above the greatest')
  await expect(call({ budget: 2 })).rejects.toThrow('option budget')
  await expect(nearestCounterfactual(explained, rowOfIris(60), { target: 1 })).rejects.toThrow(
    'already',
  )
})
