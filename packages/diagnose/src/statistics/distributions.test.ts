import { studentPoint } from '@parallax-ml/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectClose, expectRelative, golden } from '../testing/golden.js'
import {
  binomialLower,
  binomialPoint,
  binomialUpper,
  chiSquaredUpper,
  normalCdf,
  normalTwoSided,
  studentMargin,
  studentTwoSided,
  studentUpper,
} from './distributions.js'
import { kolmogorovUpper } from './kolmogorov.js'
import { incompleteBeta } from './special/incomplete-beta.js'
import { logGamma } from './special/log-gamma.js'

const values = golden('distributions')

// By mpmath with 40 digits: relative, so that far tails count.
test.each([
  ['normalTwoSided', normalTwoSided],
  ['normalCdf', normalCdf],
  ['studentTwoSided', studentTwoSided],
  ['chiSquaredUpper', chiSquaredUpper],
  ['incompleteBeta', incompleteBeta],
  ['binomialUpper', binomialUpper],
] as [string, (...of: number[]) => number][])('%s is right to 1e-12', (name, of) => {
  for (const row of values[name]) {
    expectRelative(of(...row.slice(0, -1)), row.at(-1), 1e-12)
  }
})

test('logGamma is right to 1e-13', () => {
  for (const [x, expected] of values.logGamma) expectClose(logGamma(x), expected, 1e-13)
})

test('kolmogorovUpper is exact for few rows, and right to 1e-5 for many', () => {
  // SciPy itself is exact up to 140 rows, and right to 1e-6 beyond.
  for (const [d, n, p] of values.kolmogorovUpper) {
    expectClose(kolmogorovUpper(d, n), p, n <= 140 ? 1e-12 : 1e-6)
  }
  for (const [d, n, p] of values.kolmogorovLimit) expectClose(kolmogorovUpper(d, n), p, 1e-5)
})

describe('properties', () => {
  const freedom = fc.double({ min: 0.5, max: 500, noNaN: true })
  const t = fc.double({ min: 0, max: 50, noNaN: true })

  test('tails lie in [0, 1] and fall', () => {
    fc.assert(
      fc.property(t, t, freedom, (a, b, f) => {
        const [near, far] = [Math.min(a, b), Math.max(a, b)]
        for (const tail of [studentTwoSided, chiSquaredUpper, normalTwoSided]) {
          expect(tail(near, f)).toBeGreaterThanOrEqual(tail(far, f) - 1e-14)
          expect(tail(near, f)).toBeLessThanOrEqual(1)
          expect(tail(far, f)).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  test('the margin of Student is where its tail is, and that of core for whole freedom', () => {
    fc.assert(
      fc.property(freedom, fc.double({ min: 0.5, max: 0.999, noNaN: true }), (f, confidence) => {
        const margin = studentMargin(f, confidence)
        expectClose(studentTwoSided(margin, f), 1 - confidence, 1e-12)
      }),
    )
    for (const f of [1, 2, 9, 40])
      expectRelative(studentMargin(f, 0.95), studentPoint(f, 0.95), 1e-11)
  })

  test('the tails of Student above and below a point make 1, and beyond it on both sides twice one', () => {
    fc.assert(
      fc.property(t, freedom, (x, f) => {
        expectClose(studentUpper(x, f) + studentUpper(-x, f), 1, 1e-15)
        expect(2 * studentUpper(x, f)).toBe(studentTwoSided(x, f))
      }),
    )
  })

  test('the squared normal and t are chi-squared and F', () => {
    fc.assert(
      fc.property(t, (z) => expectClose(chiSquaredUpper(z * z, 1), normalTwoSided(z), 1e-13)),
    )
    fc.assert(fc.property(t, (x) => expectClose(chiSquaredUpper(x, 2), Math.exp(-x / 2), 1e-13)))
    fc.assert(
      fc.property(t, (x) =>
        expectClose(studentTwoSided(x, 1), 1 - (2 / Math.PI) * Math.atan(x), 1e-13),
      ),
    )
  })

  test('binomial masses sum to 1 and to the tails', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(60),
        (n, p, k) => {
          const masses = Array.from({ length: n + 1 }, (_, i) => binomialPoint(i, n, p))
          const sum = (from: number) => masses.slice(from).reduce((a, b) => a + b, 0)
          expectClose(sum(0), 1, 1e-12)
          if (k > n) return
          expectClose(binomialUpper(k, n, p), sum(k), 1e-12)
          expectClose(binomialLower(k, n, p) + binomialUpper(k + 1, n, p), 1, 1e-12)
        },
      ),
    )
  })
})
