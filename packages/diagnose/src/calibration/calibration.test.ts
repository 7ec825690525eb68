import { calibrationBins, calibrationErrors } from '@parallax-ml/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectClose, expectRelative, golden } from '../testing/golden.js'
import { classwiseCalibrationError } from './classwise.js'
import { fitIsotonic, isotonicAt } from './isotonic.js'
import { calibrationTest } from './null-distribution.js'
import { fitTemperature, logits, withTemperature } from './temperature.js'
import { topLabels } from './top-label.js'

const values = golden('metrics')
const [quantile, uniform] = ['quantile', 'uniform'] as const

interface Expected {
  ece: number
  mce: number
  bins: { count: number; meanConfidence: number | null; accuracy: number | null }[]
}

function expectBins(
  confidences: readonly number[],
  outcomes: readonly number[],
  { ece, mce, bins: expected }: Expected,
  strategy: 'quantile' | 'uniform',
) {
  const bins = calibrationBins(confidences, outcomes, { bins: expected.length, strategy })
  const { expected: mean, maximum } = calibrationErrors(bins)
  expectClose([mean, maximum], [ece, mce])
  for (const [i, { weight, meanConfidence, frequency }] of bins.entries()) {
    const { count, meanConfidence: confidence, accuracy } = expected[i]!
    expectClose(weight, count)
    if (count === 0) expect([meanConfidence, frequency]).toEqual([Number.NaN, Number.NaN])
    else expectClose([meanConfidence, frequency], [confidence, accuracy])
  }
}

describe('calibration errors', () => {
  test.each([0, 1])('of binary predictions %d', (index) => {
    const { yTrue, pPositive, expected } = values.binary[index]
    expectBins(pPositive, yTrue, expected.eceProbability10, uniform)
    expectBins(pPositive, yTrue, expected.eceProbability15, uniform)
    expectBins(pPositive, yTrue, expected.eceMass10, quantile)
    // The positive class first, as a probability of a half counts as positive.
    const { confidences, outcomes } = topLabels(
      pPositive.map((p: number) => [p, 1 - p]),
      yTrue.map((y: number) => 1 - y),
    )
    expectBins(confidences, outcomes, expected.eceTopLabel10, uniform)
  })

  test('of several classes', () => {
    const { yTrue, probabilities, expected } = values.multiclass[0]
    const { confidences, outcomes } = topLabels(probabilities, yTrue)
    expectBins(confidences, outcomes, expected.eceTopLabel10, uniform)
    expectBins(confidences, outcomes, expected.eceTopLabel15, uniform)
    expectBins(confidences, outcomes, expected.eceMass10, quantile)
    expectClose(classwiseCalibrationError(probabilities, yTrue), expected.classwiseEce10)
  })
})

describe('temperature', () => {
  const { yTrue, probabilities, expected } = values.multiclass[0]
  const { temperature, logLossBefore, logLossAfter, eceTopLabel10After } =
    expected.temperatureScaling
  const logLoss = (rows: number[][]): number =>
    rows.reduce((sum, row, i) => sum - Math.log(row[yTrue[i]]!), 0) / rows.length

  test('is that of the reference', () => {
    const fitted = fitTemperature(logits(probabilities), yTrue)
    expectRelative(fitted, temperature, 1e-4)
    const after = withTemperature(logits(probabilities), fitted)
    expectClose(logLoss(withTemperature(logits(probabilities), 1)), logLossBefore)
    expectClose(logLoss(after), logLossAfter)
    const { confidences, outcomes } = topLabels(after, yTrue)
    const { expected: ece } = calibrationErrors(calibrationBins(confidences, outcomes))
    expectRelative(ece, eceTopLabel10After, 1e-4)
    const given = topLabels(withTemperature(logits(probabilities), temperature), yTrue)
    const cut = calibrationBins(given.confidences, given.outcomes)
    expectClose(calibrationErrors(cut).expected, eceTopLabel10After)
  })

  test('undoes a temperature, and is where the loss is smallest', () => {
    const plain = fitTemperature(logits(probabilities), yTrue)
    const hot = withTemperature(logits(probabilities), 2.5)
    expectRelative(fitTemperature(logits(hot), yTrue), plain / 2.5, 1e-6)
    const at = (t: number) => logLoss(withTemperature(logits(probabilities), t))
    expect(at(plain)).toBeLessThan(Math.min(at(plain * 1.01), at(plain * 0.99)))
  })

  test('large logits do not overflow, and a probability of 0 counts as 1e-12', () => {
    expect(withTemperature([[2000, 0]], 1)).toEqual([[1, 0]])
    expect(logits([[0, 1]])).toEqual([[Math.log(1e-12), 0]])
  })

  test('ends at the limit where every row is right, or wrong', () => {
    const rows = [
      [2, 0],
      [0, 1],
    ]
    expectRelative(fitTemperature(rows, [0, 1]), 0.01, 1e-9)
    expectRelative(fitTemperature(rows, [1, 0]), 100, 1e-9)
  })
})

describe('isotonic regression', () => {
  test('is that of the reference', () => {
    const { x, y, fitted } = values.isotonic
    const curve = fitIsotonic(x, y)
    expectClose(
      x.map((each: number) => isotonicAt(curve, each)),
      fitted,
    )
  })

  test('is straight between its points and level beyond', () => {
    const curve = fitIsotonic([0, 2, 4], [0, 1, 1])
    expect([-1, 1, 3, 9].map((x) => isotonicAt(curve, x))).toEqual([0, 0.5, 1, 1])
  })

  test('never falls, keeps the mean, and leaves what is sorted', () => {
    const points = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 5 })),
      {
        minLength: 1,
      },
    )
    fc.assert(
      fc.property(points, (pairs) => {
        const [x, y] = [pairs.map(([each]) => each), pairs.map(([, each]) => each)]
        const curve = fitIsotonic(x, y)
        curve.y.forEach((each, i) => {
          expect(each).toBeGreaterThanOrEqual(curve.y[i - 1] ?? 0)
        })
        const sum = (of: number[]) => of.reduce((a, b) => a + b, 0)
        expectClose(sum(x.map((each) => isotonicAt(curve, each))), sum(y))
        const again = fitIsotonic(curve.x, curve.y)
        expectClose(again.y, curve.y)
      }),
    )
  })
})

describe('calibration against chance', () => {
  const confidences = Array.from({ length: 100 }, (_, i) => 0.5 + i / 200)

  test('accuses a perfect model about one time in twenty', () => {
    const alarms = Array.from({ length: 100 }, (_, run) => {
      // Any of the outcomes that are simulated is one of a perfect model.
      const source = calibrationTest(confidences, confidences, { simulations: 1, seed: 1000 + run })
      const test = calibrationTest(confidences, confidences, { simulations: 200, seed: run })
      return source.simulated[0]! > test.threshold
    })
    const count = alarms.filter(Boolean).length
    expect(count).toBeGreaterThanOrEqual(1)
    expect(count).toBeLessThanOrEqual(11)
  })

  test('finds a model that is too sure', () => {
    const outcomes = confidences.map((_, i) => i % 2)
    const { p, statistic, threshold } = calibrationTest(confidences, outcomes)
    // None of 1000 honest models is as far off; what is observed counts as one more.
    expect(p).toBe(1 / 1001)
    expect(statistic).toBeGreaterThan(threshold)
  })

  test('takes the bins that are asked for', () => {
    const errorWith = (bins: number) =>
      calibrationTest([0.6, 0.9], [1, 0], { bins, simulations: 1 }).statistic
    // In one bin 0.75 is said and a half comes true; in two, errors are 0.4 and 0.9.
    expectClose([errorWith(1), errorWith(10)], [0.25, 0.65])
  })

  // Mean and 95 % point of a perfect model's error with 10 bins for n rows of spread confidences.
  test.each([
    [100, 0.042, 0.135],
    [500, 0.02, 0.06],
  ])('with %d rows the threshold is what chance gives', (rows, least, most) => {
    const spread = Array.from({ length: rows }, (_, i) => (i + 0.5) / rows)
    const { threshold } = calibrationTest(spread, spread.map(Math.round))
    expect(threshold).toBeGreaterThan(least)
    expect(threshold).toBeLessThan(most * 1.15)
  })
})
