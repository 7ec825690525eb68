import { describe, expect, test } from 'vitest'
import { mean, median, standardDeviation } from './moments.js'
import { summarizeScores } from './score-summary.js'
import { studentPoint } from './student-t.js'
import { wilson } from './wilson.js'

// SciPy 1.17: scipy.stats.t.ppf((1 + confidence) / 2, freedom).
test.each([
  [1, 0.95, 12.706204736175],
  [1, 0.5, 1],
  [2, 0.99, 9.924843200918],
  [4, 0.95, 2.776445105198],
  [9, 0.95, 2.262157162798],
  [14, 0.9, 1.761310135775],
  [49, 0.99, 2.679951973632],
  [99, 0.95, 1.984216951586],
])('Student t with %d degrees of freedom at %d: %d', (freedom, confidence, point) => {
  expect(studentPoint(freedom, confidence)).toBeCloseTo(point, 9)
})

test('mean, standard deviation, median', () => {
  expect(mean([1, 2, 6])).toBe(3)
  expect(standardDeviation([1, 2, 6])).toBeCloseTo(Math.sqrt(7), 12)
  expect([median([9, 1, 2]), median([9, 1, 2, 4]), median([])]).toEqual([2, 3, Number.NaN])
})

describe('summarizeScores', () => {
  // The formula of Nadeau and Bengio (2003) for two repeats of five folds, worked out by SciPy.
  test('gives the corrected interval', () => {
    const scores = [0.85, 0.88, 0.91, 0.83, 0.9, 0.87, 0.86, 0.92, 0.84, 0.89]
    const {
      mean: center,
      standardDeviation: spread,
      interval,
    } = summarizeScores(scores, 1 / 4, 0.95)
    expect(center).toBeCloseTo(0.875, 12)
    expect(spread).toBeCloseTo(0.030276503540974945, 12)
    expect(interval!.low).toBeCloseTo(0.834480645712597, 9)
    expect(interval!.high).toBeCloseTo(0.915519354287403, 9)
  })

  test('does not shrink to nothing however often the same folds are repeated', () => {
    const scores = Array.from({ length: 1000 }, (_, i) => (i % 2 ? 0.9 : 0.8))
    const { low, high } = summarizeScores(scores, 1 / 4, 0.95).interval!
    // t · √(1 / 4) · s remains.
    expect(high - low).toBeCloseTo(2 * 1.9623 * Math.sqrt(0.001 + 0.25) * 0.05002502, 5)
  })

  test.each([[[0.5]], [[1, 1, 1]], [[1, Number.NaN]]])('has no interval for %j', (scores) => {
    expect(summarizeScores(scores, 0.25, 0.95)).not.toHaveProperty('interval')
  })
})

describe('wilson', () => {
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%d of %d', (successes, trials, low, high) => {
    const interval = wilson(successes, trials)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  test('ends at 1 where all succeed', () => {
    expect(wilson(100, 100)).toMatchObject({ high: 1 })
    expect(wilson(100, 100).low).toBeCloseTo(0.963, 3)
  })

  // SciPy 1.17: binomtest(28, 30).proportion_ci(0.99, 'wilson').
  test('takes another confidence', () => {
    const { low, high } = wilson(28, 30, 0.99)
    expect([low, high]).toEqual([
      expect.closeTo(0.7228371701466275, 12),
      expect.closeTo(0.9868686680643431, 12),
    ])
  })

  test('says nothing of no trials', () => {
    expect(wilson(0, 0)).toMatchObject({ low: 0, high: 1 })
  })
})
