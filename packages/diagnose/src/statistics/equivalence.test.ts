import { DataError, OptionError } from '@parallax-ml/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectClose, expectRelative, golden } from '../testing/golden.js'
import { normalsOf } from '../testing/normals.js'
import { equivalenceTest } from './equivalence.js'
import { equivalencePower, equivalenceSampleSize } from './equivalence-power.js'

const values = golden('equivalence')
type Row = [number, number, number | [number, number], number, number]
const planOf = ([size, margin, standardDeviation, difference, alpha]: Row) =>
  [size, { margin, standardDeviation, difference, alpha }] as const

describe('equivalenceTest', () => {
  test('is that of statsmodels', () => {
    for (const { a, b, margin, alpha, ...expected } of values.tests) {
      const found = equivalenceTest(a, b, { margin, alpha })
      expectClose([found.lower.statistic, found.lower.p], expected.lower)
      expectClose([found.upper.statistic, found.upper.p], expected.upper)
      expectClose([found.p, found.freedom], [expected.p, expected.freedom])
      expectClose([found.interval.low, found.interval.high], expected.interval)
      expect(found.isEquivalent).toBe(expected.p < alpha)
    }
  })

  test('says equivalent exactly where the interval lies within the margin', () => {
    const numbers = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
      minLength: 2,
      maxLength: 9,
    })
    const margins = fc.double({ min: 0.1, max: 5, noNaN: true })
    fc.assert(
      fc.property(numbers, numbers, margins, (a, b, margin) => {
        const { isEquivalent, difference, interval, p, lower, upper } = equivalenceTest(a, b, {
          margin,
        })
        expect(isEquivalent).toBe(interval.low > -margin && interval.high < margin)
        expect(p).toBe(Math.max(lower.p, upper.p))
        const other = equivalenceTest(b, a, { margin })
        expectClose([other.p, -other.difference], [p, difference])
      }),
    )
  })

  test('where nothing varies, decides by the difference', () => {
    const at = (b: number) => equivalenceTest([1, 1], [b, b], { margin: 0.5 })
    expect(at(1.25)).toMatchObject({ p: 0, isEquivalent: true, difference: -0.25 })
    expect(at(1.5)).toMatchObject({ p: 0.5, isEquivalent: false })
    expect(at(2)).toMatchObject({ p: 1, isEquivalent: false })
  })

  test('refuses what it cannot test', () => {
    expect(() => equivalenceTest([1], [1, 2], { margin: 1 })).toThrow(DataError)
    expect(() => equivalenceTest([1, Number.NaN], [1, 2], { margin: 1 })).toThrow('a[1]')
    expect(() => equivalenceTest([1, 2], [1, 2], { margin: 0 })).toThrow(OptionError)
    expect(() => equivalenceTest([1, 2], [1, 2], {} as never)).toThrow(/margin.*above 0/s)
    expect(() => equivalenceTest([1, 2], [1, 2], { margin: 1, alpha: 0.5 })).toThrow(
      /alpha.*between 0 and 0\.5/s,
    )
  })
})

describe('its power', () => {
  test('is that of Owen where both deviations are equal', () => {
    for (const row of values.power) {
      expectClose(equivalencePower(...planOf(row)), row.at(-1), 1e-8)
    }
  })

  test('is within 0.01 of the exact one of Welch from ten values on', () => {
    for (const row of values.welchPower) {
      const gap = Math.abs(equivalencePower(...planOf(row)) - row.at(-1))
      expect(gap).toBeLessThan(row[0] >= 10 ? 0.01 : 0.04)
    }
  })

  test('comes true in samples that are drawn', () => {
    const [size, runs] = [12, 4000]
    const [first, second] = [1, 2].map((seed) => normalsOf(runs, size, seed))
    const shown = first!.filter((a, i) => {
      const b = second![i]!.map((value) => 0.2 + 2 * value)
      return equivalenceTest(a, b, { margin: 2 }).isEquivalent
    })
    const power = equivalencePower(size, {
      margin: 2,
      standardDeviation: [1, 2],
      difference: 0.2,
    })
    // Four standard errors of the share, and what the approximation may be off by.
    expect(Math.abs(shown.length / runs - power)).toBeLessThan(
      4 * Math.sqrt((power * (1 - power)) / runs) + 0.01,
    )
  })
})

describe('the sample size', () => {
  test('is the least that has the power', () => {
    const plan = { margin: 0.01, standardDeviation: 0.008 }
    const size = equivalenceSampleSize(plan)
    expect(equivalencePower(size, plan)).toBeGreaterThanOrEqual(0.9)
    expect(equivalencePower(size - 1, plan)).toBeLessThan(0.9)
    expect(size).toBe(15)
    // With a deviation as good as known: 2 (2 z(0.95))² (deviation / margin)².
    const large = equivalenceSampleSize({ margin: 0.01, standardDeviation: 1 })
    expectRelative(large, 8 * 1.6448536269514722 ** 2 * 1e4, 1e-5)
    expect(equivalenceSampleSize({ margin: 1, standardDeviation: 0 })).toBe(2)
  })

  test('refuses what no sample shows', () => {
    const plan = { margin: 1, standardDeviation: 1 }
    expect(() => equivalenceSampleSize({ ...plan, difference: -1 })).toThrow(/less than the margin/)
    expect(() => equivalenceSampleSize({ ...plan, power: 1 })).toThrow(OptionError)
    expect(() => equivalencePower(1, plan)).toThrow(/at least 2/)
    expect(() => equivalencePower(9, { margin: 1, standardDeviation: [1, -1] })).toThrow(
      /standardDeviation.*at least 0/s,
    )
    expect(() => equivalencePower(9, { ...plan, difference: Number.NaN })).toThrow(OptionError)
  })
})
