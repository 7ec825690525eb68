import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toMatrix } from '../matrix.js'
import { golden } from '../testing/golden.js'
import { logisticModel, logisticProbabilities } from './logistic-model.js'
import { type LogisticRegression, logisticRegression } from './logistic-regression.js'
import { oddsRatios } from './odds-ratios.js'

const reference = golden('glass-box/logistic')
const { iris, wine, synthetic } = golden('glass-box/trees')
const above = synthetic.y.map((label: number) => Number(label > 0))

/** Relative to the expected number, or 1. */
function close(actual: readonly (number | null)[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length)
  const worst = actual.map(
    (value, i) => Math.abs(value! - expected[i]!) / (1 + Math.abs(expected[i]!)),
  )
  expect(Math.max(...worst)).toBeLessThanOrEqual(1e-9)
}

describe('coefficients, standard errors and probabilities are those of scikit-learn and NumPy', () => {
  test.each([
    ['irisThreeClasses', iris, {}],
    ['wineThreeClasses', wine, {}],
    ['binary', { x: synthetic.x, y: above }, {}],
    ['binaryWithoutPenalty', { x: synthetic.x, y: above }, {}],
    ['weighted', synthetic, { sampleWeight: synthetic.weights }],
  ])('%s', (name, { x, y }, options) => {
    const expected = reference[name]
    const fitted = logisticRegression(x, y, { l2: expected.l2, ...options })
    expect(fitted.convergence.converged).toBe(true)
    expect(fitted.convergence.iterations).toBeLessThan(20)
    close(fitted.coefficients.flat(), expected.coefficients.flat())
    close(fitted.intercepts, expected.intercepts)
    close(fitted.standardErrors!.coefficients.flat(), expected.standardErrors.flat())
    close(fitted.standardErrors!.intercepts, expected.interceptErrors)
    close([fitted.logLoss], [expected.logLoss])
    const tenth = x.filter((_: unknown, i: number) => i % 10 === 0)
    const { values } = logisticProbabilities(fitted, toMatrix(tenth, 'rows'))
    close(Array.from(values), expected.probabilities.flat())
  })
})

test('as a model it gives probabilities, or logits that are linear in the features', async () => {
  const fitted = logisticRegression(iris.x, iris.y, { classNames: ['a', 'b', 'c'] })
  const rows = toMatrix(iris.x.slice(0, 3), 'rows')
  const [p, z] = await Promise.all(
    (['probability', 'logit'] as const).map((space) =>
      logisticModel(fitted, { space }).predict(rows),
    ),
  )
  const exponentials = Array.from(z!.values.subarray(0, 3), Math.exp)
  const sum = exponentials.reduce((a, b) => a + b)
  close(
    Array.from(p!.values.subarray(0, 3)),
    exponentials.map((e) => e / sum),
  )
  const first = fitted.coefficients[0]!.reduce((total, w, f) => total + w * iris.x[0][f], 0)
  expect(z!.values[0]).toBeCloseTo(first + fitted.intercepts[0]!, 12)
  const binary = logisticRegression(synthetic.x, above, { classNames: ['no', 'yes'] })
  expect(logisticModel(binary, { space: 'logit' }).outputNames).toEqual(['yes'])
  expect(logisticModel(binary).outputNames).toEqual(['no', 'yes'])
  const far = toMatrix([[1e4, 0, 0, 0]], 'row')
  const [no] = logisticProbabilities(binary, far).values
  expect(no).toBeGreaterThanOrEqual(0)
})

test('odds ratios are those of a table of counts', () => {
  // 10 of 40 against 30 of 50: odds ratio 4.5, standard error √(1/10 + 1/30 + 1/30 + 1/20).
  const counts = [
    [0, 0, 30],
    [0, 1, 10],
    [1, 0, 20],
    [1, 1, 30],
  ] as const
  const rows = counts.map(([exposed]) => [exposed])
  const labels = counts.map(([, label]) => label)
  const sampleWeight = counts.map(([, , count]) => count)
  const fitted = logisticRegression(rows, labels, { l2: 0, sampleWeight })
  const [odds] = oddsRatios(fitted)
  const margin = 1.959963984540054 * Math.sqrt(1 / 10 + 1 / 30 + 1 / 30 + 1 / 20)
  expect(odds!.ratio).toBeCloseTo(4.5, 9)
  expect(odds!.low).toBeCloseTo(Math.exp(Math.log(4.5) - margin), 9)
  expect(odds!.high).toBeCloseTo(Math.exp(Math.log(4.5) + margin), 9)
  const [perDeviation] = oddsRatios(fitted, { per: 'deviation' })
  expect(perDeviation!.ratio).toBeCloseTo(4.5 ** Math.sqrt((5 / 9) * (4 / 9)), 9)
})

test('what cannot be estimated is said', () => {
  const rows = [[0], [1], [2], [3]]
  const divided = logisticRegression(rows, [0, 0, 1, 1], { l2: 0 })
  expect(divided.convergence.converged).toBe(false)
  expect(logisticRegression(rows, [0, 0, 1, 1]).convergence.converged).toBe(true)
  const doubled = synthetic.x.map((row: number[]) => [...row, row[0]! * 2])
  expect(logisticRegression(doubled, above, { l2: 0 }).standardErrors).toBeUndefined()
  expect(logisticRegression(doubled, above).standardErrors).toBeDefined()
  const constant = logisticRegression(
    rows.map((row) => [...row, 0.1]),
    [0, 1, 0, 1],
  )
  expect(constant.coefficients[0]![1]).toBe(0)
  expect(constant.standardErrors!.coefficients[0]![1]).toBeNull()
  expect(logisticRegression(rows, [0, 1, 0, 1], { maxIterations: 1 }).convergence).toMatchObject({
    converged: false,
    iterations: 1,
  })
  expect(() => logisticRegression(rows, [0, 1, 0, 1], { L2: 1 } as never)).toThrow("'l2'")
  expect(() => logisticRegression(rows, [0, 1, 0])).toThrow('labels')
})

const tables = fc.record({
  x: fc.array(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 2, maxLength: 2 }), {
    minLength: 12,
    maxLength: 30,
  }),
  labels: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 30, maxLength: 30 }),
})

const probabilitiesOf = (fitted: LogisticRegression, x: number[][]) =>
  Array.from(logisticProbabilities(fitted, toMatrix(x, 'rows')).values)

test('at the end the slopes vanish: per class and feature, Σ (p − y) z = −l2 w', () => {
  fc.assert(
    fc.property(tables, fc.constantFrom(0.1, 1, 10), ({ x, labels }, l2) => {
      const y = labels.slice(0, x.length)
      const fitted = logisticRegression(x, y, { l2, classNames: ['a', 'b', 'c'] })
      const p = probabilitiesOf(fitted, x)
      for (const k of [0, 1, 2]) {
        const errors = x.map((_, r) => p[r * 3 + k]! - (y[r] === k ? 1 : 0))
        expect(errors.reduce((a, b) => a + b)).toBeCloseTo(0, 6)
        for (const [f, deviation] of fitted.deviations.entries()) {
          const slope = errors.reduce((sum, error, r) => sum + error * x[r]![f]!, 0)
          const penalty = l2 * fitted.coefficients[k]![f]! * deviation ** 2
          expect(slope + penalty).toBeCloseTo(0, 6)
        }
      }
    }),
  )
})

test('units do not matter, and weights are rows that occur so often', () => {
  fc.assert(
    fc.property(tables, ({ x, labels }) => {
      const y = labels.slice(0, x.length)
      const classNames = ['a', 'b', 'c']
      const fitted = logisticRegression(x, y, { classNames })
      const scaled = x.map((row) => row.map((value, f) => value * 10 ** (3 * f) + 5))
      const other = probabilitiesOf(logisticRegression(scaled, y, { classNames }), scaled)
      const twice = logisticRegression([...x, ...x], [...y, ...y], { classNames })
      const sampleWeight = y.map(() => 2)
      const weighted = logisticRegression(x, y, { classNames, sampleWeight })
      const expected = probabilitiesOf(fitted, x)
      for (const [i, p] of other.entries()) expect(p).toBeCloseTo(expected[i]!, 7)
      const counted = probabilitiesOf(twice, x)
      for (const [i, p] of probabilitiesOf(weighted, x).entries()) {
        expect(p).toBeCloseTo(counted[i]!, 8)
      }
    }),
  )
})
