import { mean } from '@parallax-ml/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectClose } from '../testing/golden.js'
import { normalsOf } from '../testing/normals.js'
import { aboveChance, mcNemar, signTest } from './binomial-tests.js'
import { bootstrap } from './bootstrap.js'
import { chiSquaredTest } from './chi-squared.js'
import { pearson } from './correlation.js'
import { jensenShannonDistance, totalVariation } from './divergences.js'
import { forecastError } from './forecast.js'
import { holm } from './holm.js'
import { kolmogorovSmirnov } from './kolmogorov-smirnov.js'
import { mannWhitney } from './mann-whitney.js'
import { maximumMeanDiscrepancy } from './maximum-mean-discrepancy.js'
import { populationStability } from './population-stability.js'
import { fitPowerLaw } from './power-law.js'
import { quantiles } from './quantiles.js'
import { pairedT, welch } from './t-tests.js'
import { wasserstein } from './wasserstein.js'
import { wilcoxon } from './wilcoxon.js'

const integers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 25 })
const pairs = fc
  .array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
    minLength: 2,
    maxLength: 25,
  })
  .map((all) => [all.map(([a]) => a), all.map(([, b]) => b)] as const)
const probability = fc.double({ min: 0, max: 1, noNaN: true })

function expectProbability(p: number): void {
  expect(p).toBeGreaterThanOrEqual(0)
  expect(p).toBeLessThanOrEqual(1)
}

describe('tests of two samples', () => {
  const tests = {
    kolmogorovSmirnov,
    asymptotic: (a: number[], b: number[]) => kolmogorovSmirnov(a, b, { method: 'asymptotic' }),
    mannWhitney,
    welch,
  }

  test.each(Object.entries(tests))('%s: p is a probability, and sides do not matter', (_, of) => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        expectProbability(of(a, b).p)
        expectClose(of(b, a).p, of(a, b).p, 1e-12)
      }),
    )
  })

  test('ranks and orders do not know a rising map', () => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        const map = (values: number[]) => values.map((value) => Math.exp(value / 3) + value)
        for (const of of [kolmogorovSmirnov, mannWhitney])
          expect(of(map(a), map(b))).toEqual(of(a, b))
      }),
    )
  })

  test('a sample differs in nothing from itself', () => {
    fc.assert(
      fc.property(integers, (a) => {
        const p = [kolmogorovSmirnov, mannWhitney, welch].map((of) => of(a, a).p)
        expect(p).toEqual([1, 1, 1])
        expect([wasserstein(a, a), populationStability(a, a)]).toEqual([0, 0])
      }),
    )
  })

  test('the Wasserstein distance moves with a shift, and is a metric', () => {
    fc.assert(
      fc.property(integers, integers, integers, (a, b, c) => {
        const shifted = a.map((value) => value + 2.5)
        expectClose(wasserstein(a, shifted), 2.5)
        expectClose(wasserstein(a, b), wasserstein(b, a))
        expect(wasserstein(a, c)).toBeLessThanOrEqual(wasserstein(a, b) + wasserstein(b, c) + 1e-9)
      }),
    )
  })

  test('the discrepancy alarms one time in twenty, and finds a shift', () => {
    const p = (shift: number, seed: number): number => {
      const moved = normalsOf(20, 3, 100 + seed).map((row) => row.map((value) => value + shift))
      return maximumMeanDiscrepancy(normalsOf(20, 3, seed), moved, { permutations: 99, seed }).p
    }
    const alarms = (shift: number): number =>
      Array.from({ length: 40 }, (_, seed) => p(shift, seed)).filter((each) => each <= 0.05).length
    expect(alarms(0)).toBeLessThanOrEqual(6)
    expect(alarms(1)).toBe(40)
  })
})

describe('tests of pairs', () => {
  const normal = (a: readonly number[], b: readonly number[]) =>
    wilcoxon(a, b, { method: 'normal' })
  test.each(Object.entries({ pairedT, wilcoxon, normal, signTest }))(
    '%s: p is a probability, and sides do not matter',
    (_, of) => {
      fc.assert(
        fc.property(pairs, ([a, b]) => {
          expectProbability(of(a, b).p)
          expectClose(of(b, a).p, of(a, b).p, 1e-12)
          expect(of(a, a).p).toBe(1)
        }),
      )
    },
  )

  test('where nothing but the mean varies, the difference is certain', () => {
    const { statistic, p, interval } = pairedT(
      [1.1, 2.1, 3.1],
      [1, 2, 3].map((value) => value - 0.5),
    )
    expect(statistic).toBeGreaterThan(1e6)
    expect(p).toBeLessThan(1e-9)
    expectClose([interval.low, interval.high], [0.6, 0.6])
    expect(pairedT([2, 3], [1, 2])).toMatchObject({ statistic: Number.POSITIVE_INFINITY, p: 0 })
  })

  test('McNemar and chance', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), probability, (a, b, chance) => {
        expectProbability(mcNemar(a, b).exact.p)
        expect(mcNemar(b, a)).toEqual(mcNemar(a, b))
        expectProbability(aboveChance(Math.min(a, b), Math.max(a, b), chance).p)
      }),
    )
    expect(mcNemar(0, 0)).toMatchObject({ exact: { p: 1 }, corrected: { p: 1 } })
  })

  test('correlation does not know scale and place', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const r = pearson(a, b)
        if (r === undefined) return
        expectClose(
          pearson(
            a.map((value) => 3 * value + 1),
            b.map((value) => -value),
          )!,
          -r,
        )
      }),
    )
  })
})

describe('counts', () => {
  const counts = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 6 })
  const tables = counts.chain((a) =>
    fc.tuple(
      fc.constant(a),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: a.length, maxLength: a.length }),
    ),
  )

  test('statistics stay in their ranges, and empty categories do not count', () => {
    fc.assert(
      fc.property(tables, ([a, b]) => {
        const { p, cramersV, cramersVCorrected, ...rest } = chiSquaredTest([a, b])
        for (const each of [p, cramersV, cramersVCorrected]) expectProbability(each)
        const padded = chiSquaredTest([[...a, 0], [...b, 0], [...a, 0].map(() => 0)])
        expect(padded).toEqual({ p, cramersV, cramersVCorrected, ...rest })
        expectProbability(totalVariation(a, b))
        expect(jensenShannonDistance(a, b)).toBeLessThanOrEqual(Math.sqrt(Math.log(2)))
        expectClose(jensenShannonDistance(b, a), jensenShannonDistance(a, b))
      }),
    )
  })

  test('of perfect association V is 1', () => {
    expectClose(
      chiSquaredTest([
        [9, 0],
        [0, 7],
      ]).cramersV,
      1,
    )
    expectClose(
      chiSquaredTest([
        [9, 0],
        [0, 7],
      ]).cramersVCorrected,
      1,
    )
  })
})

describe('many tests', () => {
  test('Holm keeps the order, only raises, and is at most Bonferroni', () => {
    fc.assert(
      fc.property(fc.array(probability, { maxLength: 12 }), (p) => {
        const adjusted = holm(p)
        p.forEach((each, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(each)
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, each * p.length))
          p.forEach((other, j) => {
            if (each <= other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!)
          })
        })
      }),
    )
    // The example of R's p.adjust: 0.01 · 4, 0.02 · 3, 0.03 · 2, then not below.
    expectClose(holm([0.03, 0.01, 0.04, 0.02]), [0.06, 0.04, 0.06, 0.06])
  })
})

describe('intervals', () => {
  test('quantiles rise from the least to the largest value', () => {
    fc.assert(
      fc.property(integers, probability, probability, (values, a, b) => {
        const [low, high, least, most] = quantiles(values, [Math.min(a, b), Math.max(a, b), 0, 1])
        expect([least, most]).toEqual([Math.min(...values), Math.max(...values)])
        expect(low).toBeLessThanOrEqual(high! + 1e-12)
      }),
    )
  })

  test('the bootstrap of a mean has its standard error, and follows the seed', () => {
    const values = normalsOf(60, 1, 5).flat()
    const center = mean(values)
    const spread = mean(values.map((value) => (value - center) ** 2))
    const result = bootstrap(values, mean, { seed: 4 })
    expect(Math.abs(result.standardError / Math.sqrt(spread / 60) - 1)).toBeLessThan(0.06)
    expect(bootstrap(values, mean, { seed: 4 })).toEqual(result)
    expect(bootstrap(values, mean, { seed: 5 })).not.toEqual(result)
  })
})

describe('bad input is an error that says where', () => {
  test.each([
    [() => welch([1], [1, 2]), 'a: too few numbers (expected at least 2, got 1)'],
    [() => wasserstein([1], [Number.NaN]), 'b[0]: not a finite number (got NaN)'],
    [() => pairedT([1, 2], [1, 2, 3]), 'b: its length differs from that of a (expected 2, got 3)'],
    [() => quantiles([1], [1.5]), 'quantile: not a share (expected a number from 0 to 1, got 1.5)'],
    [
      () => aboveChance(5, 4, 0.5),
      'successes: not a count (expected a whole number from 0 to 4, got 5)',
    ],
    [() => holm([0.5, 2]), 'pValues[1]: not a probability (got 2)'],
    [
      () =>
        chiSquaredTest([
          [1, 2],
          [0, 0],
        ]),
      'got 1 rows and 2 columns',
    ],
    [() => bootstrap([1], mean, { confidence: 95 }), 'option confidence: not a share'],
    [() => fitPowerLaw([1, 2, 2], [1, 1, 1]), 'expected three different sizes'],
    [() => forecastError([{ size: 9, errors: [1] }], 9), 'curve[0].errors: too few numbers'],
  ])('%#', (of, message) => {
    expect(of).toThrow(message)
  })
})
