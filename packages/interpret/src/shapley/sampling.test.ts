import { expect, test } from 'vitest'
import { functionOf } from '../testing/functions.js'
import { backgroundFor, network, rowsFor, worst } from '../testing/reference-networks.js'
import { exactShapley } from './exact.js'
import { kernelShap } from './kernel.js'
import { permutationShapley } from './permutation.js'
import { weighedCoalitions } from './sampling.js'

const explained = network('wine_mlp', 'probability')
const rows = rowsFor('wine_mlp', [0])
const background = backgroundFor('wine_mlp')
const exact = await exactShapley(explained, rows, { background })
const rootMean = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length)

const samplers = {
  kernelShap: (seed: number) => kernelShap(explained, rows, { background, samples: 300, seed }),
  permutationShapley: (seed: number) =>
    permutationShapley(explained, rows, { background, permutations: 12, seed }),
}

test.each(Object.entries(samplers))(
  '%s: errors over seeds are as large as its standard errors say, and around 0',
  async (_, sample) => {
    const seeds = Array.from({ length: 30 }, (__, seed) => seed)
    const found = []
    for (const seed of seeds) found.push(await sample(seed))
    const errors = found.map(({ values }) => values.map((x, i) => x - exact.values[i]!))
    const ratio = rootMean(errors.flat()) / rootMean(found.flatMap((one) => one.standardErrors!))
    expect(ratio).toBeGreaterThan(0.8)
    expect(ratio).toBeLessThan(1.25)
    const bias = exact.values.map(
      (__, i) => errors.reduce((sum, each) => sum + each[i]!, 0) / seeds.length,
    )
    expect(rootMean(bias)).toBeLessThan((2 * rootMean(errors.flat())) / Math.sqrt(seeds.length))
  },
)

test('1000 of 8190 coalitions of wine are within 0.03 of the exact values', async () => {
  const found = await kernelShap(explained, rows, { background, samples: 1000 })
  expect(worst(found.values, exact.values)).toBeLessThanOrEqual(0.03)
  expect(found.checks.coalitions).toBeLessThanOrEqual(1000)
  expect(found.checks.evaluations).toBe(21 + 20 * found.checks.coalitions!)
})

test('the same seed gives the same, another gives others', async () => {
  for (const sample of Object.values(samplers)) {
    const [one, again, other] = [await sample(5), await sample(5), await sample(6)]
    expect(again).toEqual(one)
    expect(other.values).not.toEqual(one.values)
    expect(one.checks.seed).toBe(5)
  }
})

test('coalitions are drawn with their complements, and weigh what the kernel says of their sizes', () => {
  const { coalitions, weights, draws } = weighedCoalitions(12, 500, 1)
  const { count, members } = coalitions
  const keys = Array.from({ length: count }, (_, c) =>
    members.subarray(c * 12, c * 12 + 12).join(''),
  )
  expect(new Set(keys).size).toBe(count)
  for (const [one, other] of draws) {
    expect(keys[other]).toBe(keys[one]!.replace(/./g, (bit) => (bit === '1' ? '0' : '1')))
  }
  const ofSize = new Float64Array(12)
  keys.forEach((key, c) => {
    ofSize[key.replaceAll('0', '').length]! += weights[c]!
  })
  for (const size of [1, 2]) {
    expect(ofSize[size]).toBeCloseTo(11 / (size * (12 - size)), 10)
    expect(ofSize[12 - size]).toBeCloseTo(11 / (size * (12 - size)), 10)
  }
  const total = Array.from({ length: 11 }, (_, i) => 11 / ((i + 1) * (11 - i)))
  expect(ofSize.reduce((a, b) => a + b)).toBeCloseTo(
    total.reduce((a, b) => a + b),
    10,
  )
})

test('grouped features are one player: the columns of a category in the exact values', async () => {
  const names = { features: ['size', 'red', 'green', 'blue'] }
  const model = functionOf(4, ([size, red, green]) => 2 * size! + red! - green!, names)
  const options = {
    background: [
      [0, 0, 1, 0],
      [1, 0, 0, 1],
    ],
    groups: { colour: ['red', 'green', 'blue'] },
  }
  for (const method of [exactShapley, kernelShap, permutationShapley]) {
    const found = await method(
      model,
      [
        [2, 1, 0, 0],
        [0, 0, 0, 1],
      ],
      options,
    )
    expect(worst(found.values, [3, 1.5, -1, 0.5])).toBeLessThanOrEqual(1e-12)
    expect(found.featureNames).toEqual(['size', 'colour'])
    expect(found.data).toEqual([2, 0, 0, 2])
  }
})

test('what does not fit is refused', async () => {
  const call = (options: object) => kernelShap(explained, rows, { background, ...options })
  await expect(call({ samples: 4 })).rejects.toThrow('do not determine the value')
  await expect(call({ nsamples: 4 })).rejects.toThrow("unknown option 'nsamples'")
  const members = [Array(13).fill(1)]
  await expect(call({ coalitions: { members, weights: [1] } })).rejects.toThrow('members[0]')
  await expect(call({ background: [[1]] })).rejects.toThrow('expected 13 numbers, got 1')
  const orders = permutationShapley(explained, rows, { background, permutations: [[0, 0, 1]] })
  await expect(orders).rejects.toThrow('permutations[0]: it is no order of all features')
  const many = functionOf(15, () => 0)
  await expect(exactShapley(many, [new Array(15).fill(0)], { background: 'zero' })).rejects.toThrow(
    'at most 14 features, got 15',
  )
})
