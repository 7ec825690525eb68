import { mean, wilson } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { expectClose, expectRelative, golden } from '../testing/golden.js'
import { aboveChance, mcNemar, signTest } from './binomial-tests.js'
import { bootstrap } from './bootstrap.js'
import { chiSquaredTest } from './chi-squared.js'
import { pearson } from './correlation.js'
import { jensenShannonDistance, kullbackLeibler, totalVariation } from './divergences.js'
import { kolmogorovSmirnov } from './kolmogorov-smirnov.js'
import { mannWhitney } from './mann-whitney.js'
import { maximumMeanDiscrepancy } from './maximum-mean-discrepancy.js'
import { populationStability } from './population-stability.js'
import { fitPowerLaw, powerLawAt } from './power-law.js'
import { quantiles } from './quantiles.js'
import { cohensD, nadeauBengio, pairedT, welch } from './t-tests.js'
import { wasserstein } from './wasserstein.js'
import { wilcoxon } from './wilcoxon.js'

const values = golden('statistics')
const { sampleA: a, sampleB: b } = values
const exact = golden('distributions')

describe('two samples', () => {
  test('Kolmogorov–Smirnov', () => {
    const { statistic, pExact, pAsymptotic } = values.ks
    const both = (method: 'asymptotic' | 'exact') => kolmogorovSmirnov(a, b, { method })
    expectClose([both('exact').statistic, both('exact').p], [statistic, pExact])
    expectClose([both('asymptotic').statistic, both('asymptotic').p], [statistic, pAsymptotic])
    expect(kolmogorovSmirnov(a, b)).toEqual(both('exact'))
    const { statistic: gap, p } = kolmogorovSmirnov(exact.few, exact.many)
    expectClose([gap, p], exact.kolmogorovSmirnov)
  })

  test('Kolmogorov–Smirnov, exact for thousands of values', () => {
    // SciPy 1.17.1: ks_2samp(a, b, method='exact').pvalue
    const references = [
      [3000, 3000, 218.5, 2.2539510190917391e-7],
      [3000, 3000, 100.5, 0.06671678880027497],
      [2500, 1500, 60.25, 0.6239041260458236],
    ] as const
    for (const [n, m, shift, expected] of references) {
      const lower = Array.from({ length: n }, (_, i) => i / n)
      const upper = Array.from({ length: m }, (_, i) => i / m + shift / n)
      expectRelative(kolmogorovSmirnov(lower, upper).p, expected, 1e-11)
    }
  })

  test('Wasserstein distance and population stability', () => {
    expectClose(wasserstein(a, b), values.wasserstein1)
    expectClose(populationStability(a, b), values.psi10)
  })

  test('Mann–Whitney', () => {
    const { statistic, p } = mannWhitney(a, b)
    expectClose([statistic, p], [values.mannWhitney.u, values.mannWhitney.p])
    const small = mannWhitney(exact.few, exact.many)
    expectClose([small.statistic, small.p], exact.mannWhitney)
  })

  test('Mann–Whitney, of ties too few values for the normal distribution to be exact', () => {
    // SciPy 1.17.1: mannwhitneyu(few, many, method='asymptotic').
    const [few, many] = [[1, 2, 2, 3, 3, 3, 4], [2, 3, 4, 4, 5, 5, 5, 6]] // biome-ignore format: a table
    const { statistic, p } = mannWhitney(few, many)
    expectClose([statistic, p], [8.5, 0.024875565276153314])
  })

  test('population stability by hand', () => {
    // The median is the edge, and what lies on it lies above: 1 of 3 below, and 1 of 4.
    const expected = (1 / 3 - 1 / 4) * Math.log(4 / 3) + (2 / 3 - 3 / 4) * Math.log(8 / 9)
    expectClose(populationStability([1, 2, 3], [2, 1, 2, 2], { bins: 2 }), expected)
  })

  test('Welch and Cohen', () => {
    const { statistic, p } = welch(a, b)
    expectClose([statistic, p], [values.welchT.t, values.welchT.p])
    expectClose(cohensD(a, b), values.cohenD)
    const other = welch(exact.longA, exact.longB, { confidence: 0.9 })
    expectClose(
      [other.statistic, other.p, other.freedom, other.interval.low, other.interval.high],
      [exact.welch.t, exact.welch.p, exact.welch.freedom, ...exact.welch.interval90],
    )
  })

  test('maximum mean discrepancy', () => {
    const { X, Y, gamma, unbiasedMmd2 } = values.mmd
    const { statistic, p } = maximumMeanDiscrepancy(X, Y, { gamma })
    expectClose(statistic, unbiasedMmd2)
    expect(p).toBe(1 / 201)
  })

  test('maximum mean discrepancy, its kernel as wide as the median distance', () => {
    // NumPy 2.4.6: the median squared distance is 5.
    const [X, Y] = [[[0, 0], [1, 0], [0, 2]], [[3, 1], [2, 2], [4, 0]]] // biome-ignore format: a table
    expectClose(maximumMeanDiscrepancy(X, Y).statistic, 0.5756549373762769)
  })
})

test('counts', () => {
  const { countsA, countsB, ...expected } = values.categorical
  const result = chiSquaredTest([countsA, countsB])
  expectClose(
    [result.statistic, result.freedom, result.p, result.cramersV],
    [expected.chi2, expected.dof, expected.p, expected.cramersV],
  )
  // Under this name the reference has Yates's correction, which is none with 3 degrees of freedom.
  expectClose(result.cramersV, expected.cramersVBiasCorrected)
  expectClose(chiSquaredTest(exact.table).cramersVCorrected, exact.cramersVBergsma)
  expectClose(
    [
      jensenShannonDistance(countsA, countsB),
      totalVariation(countsA, countsB),
      kullbackLeibler(countsA, countsB),
    ],
    [expected.jensenShannonDistanceNats, expected.totalVariation, expected.klPQ],
  )
})

test('counts by hand', () => {
  // Of two rows of 10 and columns of 6 and 14, chance gives 3 and 7.
  expect(chiSquaredTest([[1, 9], [5, 5]]).leastExpected).toBe(3) // biome-ignore format: a table
  expectClose(kullbackLeibler([0, 1], [1, 1]), Math.LN2)
  expect(kullbackLeibler([1, 1], [0, 1])).toBe(Number.POSITIVE_INFINITY)
})

describe('pairs', () => {
  const { a: before, b: after, ...expected } = values.paired

  test('t, plain and corrected', () => {
    const plain = pairedT(before, after)
    expectClose([plain.statistic, plain.p], [expected.pairedT.t, expected.pairedT.p])
    const { k, nTrain, nTest, t, p } = expected.nadeauBengio
    const corrected = nadeauBengio(before, after, nTest / nTrain)
    expectClose([corrected.statistic, corrected.p, corrected.freedom + 1], [t, p, k])
    const { interval } = pairedT(exact.before, exact.after)
    expectClose([interval.low, interval.high], exact.pairedInterval)
    // The interval ends at 0 where the confidence is 1 − p.
    expectClose(nadeauBengio(before, after, nTest / nTrain, { confidence: 1 - p }).interval.low, 0)
  })

  test('Wilcoxon, signs', () => {
    const { statistic, p } = wilcoxon(before, after, { method: 'normal' })
    const { wilcoxonNormalApprox: normal, signTestExact: signs } = expected
    expectClose([statistic, p], [normal.statistic, normal.p])
    const small = wilcoxon(exact.before, exact.after)
    expectClose([small.statistic, small.p], exact.wilcoxon)
    const { wins, losses, p: signP } = signTest(before, after)
    expectClose([wins, losses, signP], [signs.wins, signs.losses, signs.p])
  })

  test('McNemar', () => {
    const { onlyARight, onlyBRight, exactP, chi2Corrected, chi2P } = values.mcnemar
    const result = mcNemar(onlyARight, onlyBRight)
    expectClose(
      [result.exact.p, result.corrected.statistic, result.corrected.p],
      [exactP, chi2Corrected, chi2P],
    )
  })

  test('Pearson', () => {
    const { u, v, pearson: expected } = values.correlation
    expectClose(pearson(u, v), expected)
    expect(pearson([1, 1, 1], [1, 2, 3])).toBeUndefined()
  })
})

describe('one sample', () => {
  test('quantiles and bootstrap', () => {
    expectClose(quantiles(a, values.quantile.q), values.quantile.values)
    const { resampleIndices, means, percentile95, se } = values.bootstrapMean
    const result = bootstrap(a, mean, { indices: resampleIndices })
    expectClose(result.estimates, means)
    expectClose([result.interval.low, result.interval.high], percentile95)
    expectClose(result.standardError, se)
  })

  test('shares', () => {
    for (const { successes, n, ci95 } of values.wilson) {
      const { low, high } = wilson(successes, n)
      expectClose([low, high], ci95)
    }
    for (const { successes, n, chance, pOneSided } of values.binomialAboveChance) {
      expectClose(aboveChance(successes, n, chance).p, pOneSided)
    }
  })

  test('learning curve', () => {
    const { n, error, a: floor, b: scale, c, extrapolateAt640 } = values.learningCurveFit
    const law = fitPowerLaw(n, error)
    expectRelative(law.floor, floor, 1e-4)
    expectRelative(law.scale, scale, 1e-4)
    expectRelative(law.exponent, c, 1e-4)
    expectRelative(powerLawAt(law, 640), extrapolateAt640, 1e-4)
  })

  test('a learning curve without a floor is a least squares line through 0', () => {
    const [sizes, errors] = [[10, 20, 40], [0.4, 0.1, 0]] // biome-ignore format: a table
    const { floor, scale, exponent } = fitPowerLaw(sizes, errors)
    const powers = sizes.map((n) => n ** -exponent)
    const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
    expectClose([floor, scale], [0, dot(powers, errors) / dot(powers, powers)])
  })
})
