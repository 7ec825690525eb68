import { DataError, normals, randomKey } from '@parallax-ml/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Attribution, Importance } from '../explanation.js'
import { readGolden } from '../testing/golden-models.js'
import { compareExplanations } from './compare-explanations.js'
import { cosineSimilarity, kendallTau, spearman } from './correlation.js'
import { rankBiasedOverlap } from './rank-biased-overlap.js'
import { topAgreement } from './top-agreement.js'

interface Golden {
  readonly correlations: readonly {
    readonly u: number[]
    readonly v: number[]
    readonly spearman: number
    readonly kendallTauB: number
  }[]
  readonly rankBiasedOverlap: { s: number[]; t: number[]; p: number; rboTruncated: number }
}
const golden = readGolden<Golden>('agreement')

test('rank correlations are SciPy’s, with ties and without', () => {
  for (const { u, v, ...expected } of golden.correlations) {
    expect(spearman(u, v)).toBeCloseTo(expected.spearman, 12)
    expect(kendallTau(u, v)).toBeCloseTo(expected.kendallTauB, 12)
  }
  expect(spearman([1, 1, 1], [1, 2, 3])).toBeUndefined()
  expect(kendallTau([1, 1, 1], [1, 2, 3])).toBeUndefined()
  expect(cosineSimilarity([0, 0], [1, 2])).toBeUndefined()
  expect(cosineSimilarity([3, 0], [1, 1])).toBeCloseTo(Math.SQRT1_2, 15)
  expect(() => spearman([1, 2], [1, 2, 3])).toThrow(DataError)
})

test('rank-biased overlap cut off at its end is the published sum; of equal rankings it is 1', () => {
  const { s, t, p, rboTruncated } = golden.rankBiasedOverlap
  expect(rankBiasedOverlap(s, t, p, { truncated: true })).toBeCloseTo(rboTruncated, 14)
  expect(rankBiasedOverlap(s, t, p)).toBeCloseTo(rboTruncated + p ** 5, 14)
  expect(rankBiasedOverlap(s, s, p)).toBeCloseTo(1, 14)
  expect(rankBiasedOverlap([0, 1], [2, 3], p)).toBe(0)
})

test('measures of agreement are symmetric, and go with no order of the features', () => {
  const vector = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 6, maxLength: 6 })
  const order = [3, 5, 0, 1, 4, 2]
  fc.assert(
    fc.property(vector, vector, (a, b) => {
      for (const measure of [spearman, kendallTau, cosineSimilarity]) {
        const value = measure(a, b)
        expect(measure(b, a)).toEqual(value)
        const moved = measure(
          order.map((i) => a[i]!),
          order.map((i) => b[i]!),
        )
        if (value === undefined) expect(moved).toBeUndefined()
        else expect(moved).toBeCloseTo(value, 12)
        const opposite = measure(
          a,
          b.map((v) => -v),
        )
        if (value !== undefined) expect(opposite).toBeCloseTo(-value, 12)
      }
      const cubes = a.map((v) => v ** 3)
      expect(spearman(cubes, b)).toEqual(spearman(a, b))
    }),
  )
})

test('agreement on the strongest features: by feature, rank, sign and both', () => {
  const a = [5, -4, 3, 0.5, 0.1]
  const b = [4, 5, 0.1, -3, 0.2] // strongest: 1, 0, 3; of a: 0, 1, 2
  expect(topAgreement(a, b, 3)).toEqual({ feature: 2 / 3, rank: 0, sign: 1 / 3, signedRank: 0 })
  expect(topAgreement(a, [9, 1, 2, 0, 0], 2)).toEqual({
    feature: 0.5,
    rank: 0.5,
    sign: 0.5,
    signedRank: 0.5,
  })
  expect(topAgreement(a, [9, -8, -2, 0, 0], 3)).toEqual({
    feature: 1,
    rank: 1,
    sign: 2 / 3,
    signedRank: 2 / 3,
  })
})

const attribution = (values: readonly number[], more: Partial<Attribution> = {}): Attribution => ({
  kind: 'attribution',
  method: 'test',
  featureNames: ['a', 'b', 'c', 'd'],
  outputNames: ['y'],
  space: 'value',
  shape: [values.length / 4, 4, 1],
  values,
  predictions: [0],
  data: [1, 2, 3, 4],
  checks: { evaluations: 1 },
  provenance: { backend: 'interpreter', precision: 'float32', version: '0' },
  ...more,
})

describe('compareExplanations', () => {
  const values = [0.5, -0.25, 0.125, 0.0625]

  test('tells rounding from what is more', () => {
    const verdictOf = (by: number, scale = 1, more: Partial<Attribution> = {}) => {
      const big = values.map((value) => value * scale)
      const moved = big.with(2, big[2]! + by)
      return compareExplanations([attribution(big, more), attribution(moved, more)])[0]!
    }
    expect(verdictOf(0.9e-5).verdict).toBe('equal')
    expect(verdictOf(1.1e-5).verdict).toBe('same ranking')
    expect(verdictOf(0.9e-3, 200).verdict).toBe('equal')
    expect(verdictOf(1.1e-3, 200).verdict).toBe('same ranking')
    const provenance = { backend: 'interpreter', precision: 'float64', version: '0' } as const
    expect(verdictOf(0.9e-5, 1, { provenance }).verdict).toBe('same ranking')
    expect(verdictOf(1.1e-5).maxDifference).toBeCloseTo(1.1e-5, 12)
  })

  test('finds flipped signs, another order, and other strongest features', () => {
    const compared = (other: readonly number[]) =>
      compareExplanations([attribution(values), attribution(other)], { top: 2 })[0]!
    const flipped = compared([-0.5, -0.25, 0.125, 0.0625])
    expect(flipped.signFlips).toBe(0.25)
    expect(flipped.spearman).toBeCloseTo(1, 14)
    expect(flipped.top).toEqual({ size: 2, feature: 1, rank: 1, sign: 0.5, signedRank: 0.5 })
    const turned = compared(values.toReversed())
    expect(turned.spearman).toBeCloseTo(-1, 14)
    expect(turned.kendall).toBeCloseTo(-1, 14)
    expect(turned.verdict).toBe('different')
    // Signs of what is rounding in both do not count.
    expect(compared([0.5, -0.25, 0.125, -1e-7]).signFlips).toBe(0)
  })

  test('of equal explanations with noise, calls about one in twenty different', () => {
    const standardErrors = [0.1, 0.2, 0.1, 0.3]
    const noisy = (seed: number) => {
      const noise = normals(randomKey(seed, 'test'), 4)
      const moved = values.map((value, i) => value + noise[i]! * standardErrors[i]!)
      return attribution(moved, { standardErrors })
    }
    const trials = 1000
    const verdicts = Array.from(
      { length: trials },
      (_, i) => compareExplanations([noisy(2 * i), noisy(2 * i + 1)])[0]!.verdict,
    )
    const wrong = verdicts.filter((verdict) => verdict !== 'within sampling error').length
    expect(wrong).toBeGreaterThan(0.02 * trials)
    expect(wrong).toBeLessThan(0.075 * trials)
    const [off] = compareExplanations([
      attribution(values, { standardErrors }),
      attribution(values.with(0, 1.2), { standardErrors }),
    ])
    expect(off!.maxStandardErrors).toBeCloseTo(0.7 / Math.hypot(0.1, 0.1), 3)
    expect(off!.verdict).not.toBe('within sampling error')
  })

  test('compares every pair, importances too, and refuses what is about something else', () => {
    const pairs = compareExplanations([1, 2, 3].map((by) => attribution(values.map((v) => v * by))))
    expect(pairs.map(({ first, second }) => [first, second])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ])
    const { shape, predictions, data, ...explained } = attribution([])
    const importance: Importance = {
      ...explained,
      kind: 'importance',
      names: ['a', 'b'],
      values: [1, 2],
      score: 's',
    }
    expect(compareExplanations([importance, importance])[0]!.verdict).toBe('equal')
    const one = attribution(values)
    for (const [other, aspect] of [
      [importance, 'kind'],
      [attribution(values, { space: 'logit' }), 'space'],
      [attribution(values, { data: [1, 2, 3, 5] }), 'rows'],
      [attribution(values, { featureNames: ['a', 'b', 'c', 'e'] }), 'features'],
    ] as const) {
      expect(() => compareExplanations([one, other])).toThrow(`the same ${aspect}`)
    }
    expect(() => compareExplanations([one])).toThrow('nothing to compare')
    expect(() => compareExplanations([one, one], { topk: 1 } as never)).toThrow("'top'")
  })
})
