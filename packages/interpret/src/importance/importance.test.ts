import { expect, test } from 'vitest'
import { toMatrix } from '../matrix.js'
import { exactShapley } from '../shapley/exact.js'
import { functionOf } from '../testing/functions.js'
import { drawn } from '../testing/random-network.js'
import { golden, irisClasses, irisRows, network, worst } from '../testing/reference-networks.js'
import { ablationImportance } from './ablation.js'
import { permutationImportance } from './permutation.js'
import { summarizeAttribution } from './summary.js'

type Table = readonly (readonly number[])[]
const reference = golden<{
  readonly baselineAccuracy: number
  readonly baselineLogLoss: number
  readonly permutations: readonly Table[]
  readonly accuracyDrop: Table
  readonly accuracyDropMean: readonly number[]
  readonly accuracyDropSd: readonly number[]
  readonly logLossIncrease: Table
  readonly logLossIncreaseMean: readonly number[]
  readonly logLossIncreaseSd: readonly number[]
  readonly grouped: {
    readonly features: readonly number[]
    readonly permutation: readonly number[]
    readonly accuracyDrop: number
    readonly logLossIncrease: number
  }
  readonly zeroAblation: readonly {
    readonly accuracyDrop: number
    readonly logLossIncrease: number
  }[]
  readonly scikitLearn: { readonly mean: readonly number[]; readonly sd: readonly number[] }
}>('permutation-importance')

const explained = network('iris_mlp', 'probability')

test.each([
  ['accuracy', 'accuracyDrop', reference.baselineAccuracy, 'accuracy drop'],
  ['logLoss', 'logLossIncrease', reference.baselineLogLoss, 'logLoss increase'],
] as const)('given permutations, by %s', async (score, key, baseline, words) => {
  const { permutations, grouped, zeroAblation } = reference
  const found = await permutationImportance(explained, irisRows, irisClasses, {
    score,
    permutations,
  })
  expect(worst(found.repeats!, reference[key].flat())).toBeLessThanOrEqual(1e-9)
  expect(worst(found.values, reference[`${key}Mean`])).toBeLessThanOrEqual(1e-9)
  // Theirs divides by the number of repeats, 5; a standard error is s / √5, with s by 5 − 1.
  const errors = reference[`${key}Sd`].map((sd) => sd / Math.sqrt(4))
  expect(worst(found.standardErrors!, errors)).toBeLessThanOrEqual(1e-9)
  expect(found.checks.baseline).toBeCloseTo(baseline, 9)
  expect(found.checks.evaluations).toBe(150 * 21)
  expect(found.score).toBe(words)
  const both = await permutationImportance(explained, irisRows, irisClasses, {
    score,
    groups: { petal: grouped.features },
    permutations: Array(3).fill([grouped.permutation]),
  })
  expect(both.names).toEqual(['x0', 'x1', 'petal'])
  expect(both.values[2]).toBeCloseTo(grouped[key], 9)
  const zero = await ablationImportance(explained, irisRows, irisClasses, { score, fill: 'zero' })
  expect(
    worst(
      zero.values,
      zeroAblation.map((each) => each[key]),
    ),
  ).toBeLessThanOrEqual(1e-9)
})

test('drawn permutations agree with scikit-learn within its band', async () => {
  const found = await permutationImportance(explained, irisRows, irisClasses, { repeats: 30 })
  reference.scikitLearn.mean.forEach((mean, i) => {
    const band = (4 * reference.scikitLearn.sd[i]!) / Math.sqrt(30) + 0.01
    expect(Math.abs(found.values[i]! - mean)).toBeLessThanOrEqual(band)
  })
  const again = await permutationImportance(explained, irisRows, irisClasses, { repeats: 30 })
  expect(again).toEqual(found)
  const other = await permutationImportance(explained, irisRows, irisClasses, {
    repeats: 30,
    seed: 1,
  })
  expect(other.values).not.toEqual(found.values)
})

test('a feature that is not used has none; copies hide each other until they count as one', async () => {
  const { values } = drawn(3, 'rows', 200, 1)
  const rows = Array.from(values, (x, i) => [x, x, Math.sin(i)])
  const targets = Array.from(values, (x) => Number(x > 0))
  const copies = functionOf(3, ([a, b]) => 1 / (1 + Math.exp(-(a! + b!))))
  const alone = functionOf(3, ([a]) => 1 / (1 + Math.exp(-2 * a!)))
  const single = await permutationImportance(alone, rows, targets)
  expect(single.values.slice(1)).toEqual([0, 0])
  const hidden = await permutationImportance(copies, rows, targets)
  expect(hidden.values[0]).toBeLessThan(0.75 * single.values[0]!)
  const groups = { copies: ['x0', 'x1'] }
  const together = await permutationImportance(copies, rows, targets, { groups })
  expect(Math.abs(together.values[0]! - single.values[0]!)).toBeLessThanOrEqual(0.02)
})

test('a score of one’s own, and one of numbers', async () => {
  const rows = toMatrix([[0], [1], [2], [5]], 'rows')
  const double = functionOf(1, ([x]) => 2 * x!)
  const permutations = [[[1, 0, 3, 2]]]
  const squares = await permutationImportance(double, rows, [0, 2, 4, 10], {
    score: 'meanSquaredError',
    permutations,
  })
  expect(squares.values).toEqual([(4 + 4 + 36 + 36) / 4])
  const worstError = {
    name: 'worst error',
    higherIsBetter: false,
    of: ({ values }: { values: Float64Array }, targets: ArrayLike<number>) =>
      Math.max(...values.map((value, i) => Math.abs(value - targets[i]!))),
  }
  const own = await permutationImportance(double, rows, [0, 2, 4, 10], {
    score: worstError,
    permutations,
  })
  expect([own.values, own.score]).toEqual([[6], 'worst error increase'])
})

test('attributions summed up: means of magnitudes, with standard errors over rows', async () => {
  const rows = [
    [1, -2],
    [-3, 4],
  ]
  const linear = functionOf(2, ([a, b]) => [a! + 10 * b!, -a!])
  const found = await exactShapley(linear, rows, { background: 'zero' })
  const first = summarizeAttribution(found, { output: 0 })
  expect([first.values, first.standardErrors]).toEqual([
    [2, 30],
    [1, 10],
  ])
  expect(first.outputNames).toEqual(['output 0'])
  expect(summarizeAttribution(found).values).toEqual([4, 30])
  expect(() => summarizeAttribution(found, { output: 2 })).toThrow('less than 2')
})

test('what does not fit is refused', async () => {
  const call = (targets: number[], options = {}) =>
    permutationImportance(explained, irisRows, targets, options)
  await expect(call([1, 2])).rejects.toThrow('not one for each row (expected 150, got 2)')
  await expect(call(irisRows.values.length ? Array(150).fill(3) : [])).rejects.toThrow('0 to 2')
  const classes = [...irisClasses]
  await expect(call(classes, { repeat: 3 })).rejects.toThrow("unknown option 'repeat'")
  await expect(call(classes, { score: 'acuracy' })).rejects.toThrow('accuracy')
  await expect(call(classes, { groups: { a: ['x9'] } })).rejects.toThrow('no such feature')
  await expect(call(classes, { groups: { a: [0], b: [0, 1] } })).rejects.toThrow('twice')
  await expect(call(classes, { permutations: [[[0, 1]]] })).rejects.toThrow('orders of 150 rows')
  await expect(call(classes, { budget: 1000 })).rejects.toThrow('at least 6150, got 1000')
})
