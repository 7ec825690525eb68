import { expect, test } from 'vitest'
import { functionOf } from '../testing/functions.js'
import { drawn } from '../testing/random-network.js'
import { golden, irisRows, network, rowsFor, worst } from '../testing/reference-networks.js'
import { lime } from './lime.js'
import { simplified } from './samples.js'

interface Case {
  readonly row: number
  readonly output: number
  readonly coef: readonly number[]
  readonly intercept: number
  readonly localPrediction: number
  readonly modelPrediction: number
  readonly weightedR2: number
  readonly samples: readonly (readonly number[])[]
}
const { cases } = golden<{ readonly cases: readonly Case[] }>('lime')
const explained = network('iris_mlp', 'probability')

test.each(cases.filter(({ samples }) => samples))(
  'given samples around row $row',
  async ({ row, samples }) => {
    const found = await lime(explained, rowsFor('iris_mlp', [row]), { given: [samples] })
    for (const one of cases.filter((each) => each.row === row)) {
      const { localModel, values, predictions } = found
      const coefficients = values.filter((_, i) => i % 3 === one.output)
      expect(worst(coefficients, one.coef)).toBeLessThanOrEqual(1e-9)
      expect(localModel!.intercepts[one.output]).toBeCloseTo(one.intercept, 9)
      expect(localModel!.predictions[one.output]).toBeCloseTo(one.localPrediction, 9)
      expect(localModel!.weightedR2[one.output]).toBeCloseTo(one.weightedR2, 9)
      expect(predictions[one.output]).toBeCloseTo(one.modelPrediction, 9)
    }
    expect(found.standardErrors).toBeUndefined()
    expect(found.checks.evaluations).toBe(41)
  },
)

test('without a penalty a linear model is found again, in units of the features', async () => {
  const w = [3, -2, 0.5, 0]
  const linear = functionOf(4, (row) => row.reduce((sum, x, i) => sum + w[i]! * x, 1))
  const found = await lime(linear, irisRows, { ridge: 1e-9, samples: 100, budget: 46000 })
  for (let i = 0; i < found.values.length; i++) {
    expect(found.values[i]).toBeCloseTo(w[i % 4]!, 6)
  }
  expect(found.checks.weightedR2).toBeCloseTo(1, 9)
  const scaled = irisRows.values.map((x, i) => (i % 4 === 0 ? 10 * x : x))
  const background = { ...irisRows, values: scaled }
  const inUnits = await lime(linear, [[1, 2, 3, 4]], { ridge: 1e-9, background })
  expect(worst(inUnits.values, [30, -2, 0.5, 0])).toBeLessThan(1e-4)
})

test('two seeds agree on the three strongest features at 5000 samples', async () => {
  const weights = [3, -2, 1, 0.1, 0, 0.2]
  const linear = functionOf(6, (row) =>
    Math.tanh(row.reduce((sum, x, i) => sum + weights[i]! * x, 0)),
  )
  const [one, other] = await Promise.all(
    [0, 1].map((seed) => lime(linear, [[0.1, 0, 0, 0, 0, 0]], { samples: 5000, seed })),
  )
  const strongest = (values: readonly number[]) =>
    [0, 1, 2, 3, 4, 5].sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!)).slice(0, 3)
  expect(strongest(one!.values)).toEqual(strongest(other!.values))
  expect(one!.values).not.toEqual(other!.values)
  expect(one!.checks.stability).toBe(1)
  const errors = one!.values.map((value, i) => Math.abs(value - other!.values[i]!))
  const bound = 6 * Math.max(...one!.standardErrors!, ...other!.standardErrors!)
  expect(Math.max(...errors)).toBeLessThan(bound)
})

test('a category counts as one, and its background decides what is drawn', async () => {
  const names = { features: ['size', 'red', 'green', 'blue'] }
  const model = functionOf(4, ([size, red]) => size! + 5 * red!, names)
  const background = [
    [0, 1, 0, 0],
    [2, 0, 1, 0],
    [1, 0, 0, 1],
  ]
  const options = { background, groups: { colour: ['red', 'green', 'blue'] }, ridge: 1e-6 }
  const found = await lime(model, [[1, 1, 0, 0]], options)
  expect(found.featureNames).toEqual(['size', 'colour'])
  expect(found.groups).toEqual([['size'], ['red', 'green', 'blue']])
  expect(found.values[0]).toBeCloseTo(Math.sqrt(2 / 3), 5)
  expect(found.values[1]).toBeCloseTo(5, 5)
  await expect(lime(model, [[1, 1, 0, 0]], { groups: options.groups })).rejects.toThrow(
    'background',
  )
})

test('distances are in units of the features', () => {
  const players = [0, 1].map((i) => ({ name: `x${i}`, columns: [i] }))
  const near = { players, background: undefined, scales: Float64Array.of(2, 10) }
  const samples = { rows: 2, columns: 2, values: Float64Array.of(1, 1, 7, 41) }
  const { distances } = simplified(near, Float64Array.of(1, 1), samples)
  expect(Array.from(distances)).toEqual([0, 5])
})

test('a constant model has slopes of 0', async () => {
  const { values, checks } = await lime(
    functionOf(3, () => 0.1),
    drawn(0, 'rows', 2, 3),
  )
  expect(worst(values, new Array(6).fill(0))).toBeLessThan(1e-12)
  expect(checks.weightedR2).toBe(1)
})
