import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectClose } from '../testing/golden.js'
import { normalsOf } from '../testing/normals.js'
import { forecastError } from './forecast.js'
import { fitPowerLaw, powerLawAt } from './power-law.js'

describe('learning curves', () => {
  const sizes = [20, 40, 80, 160, 320]

  test('a law is found again', () => {
    const law = fc.record({
      floor: fc.double({ min: 0, max: 0.3, noNaN: true }),
      scale: fc.double({ min: 0.2, max: 3, noNaN: true }),
      exponent: fc.double({ min: 0.2, max: 1.5, noNaN: true }),
    })
    fc.assert(
      fc.property(law, (given) => {
        const errorAt = (n: number) => powerLawAt({ ...given, residual: 0 }, n)
        const fitted = fitPowerLaw(sizes, sizes.map(errorAt))
        expectClose([fitted.exponent, fitted.floor], [given.exponent, given.floor], 1e-5)
        expectClose(powerLawAt(fitted, 640), errorAt(640), 1e-6)
      }),
    )
  })

  test('a curve that rises is flat, and none goes below 0', () => {
    const rising = fitPowerLaw([10, 20, 30], [0.1, 0.2, 0.3])
    expectClose([rising.scale, rising.floor], [0, 0.2])
    expect(fitPowerLaw([10, 20, 40], [0.4, 0.1, 0]).floor).toBe(0)
  })

  test('a forecast by hand: 0.1 + 8 / n', () => {
    const curve = (spread: number) =>
      [10, 20, 40].map((size, i) => {
        const error = 0.1 + 8 / size
        return { size, errors: i < 2 ? [error, error] : [error - spread, error + spread] }
      })
    const { error, gain } = forecastError(curve(0), 80)
    expectClose([error.value, error.low, error.high], [0.2, 0.2, 0.2], 1e-6)
    expectClose([gain.value, gain.low, gain.high], [0.1, 0.1, 0.1], 1e-6)
    // Where a law goes through three points, its ends at the last are those of the resampled mean: of two
    // runs a quarter of the resamples has the smaller one twice, moved away from the mean by √2.
    const last = forecastError(curve(0.01), 40).error
    expectClose([last.low, last.high], [0.3 - 0.01 * Math.SQRT2, 0.3 + 0.01 * Math.SQRT2], 1e-6)
  })

  test('the interval of a forecast holds the truth nine times in ten', () => {
    const truth = { floor: 0.1, scale: 2, exponent: 0.7, residual: 0 }
    const covered = Array.from({ length: 40 }, (_, seed) => {
      const noise = normalsOf(5, 5, seed)
      const curve = sizes.map((size, i) => ({
        size,
        errors: noise[i]!.map((each) => powerLawAt(truth, size) + 0.01 * each),
      }))
      const { error, gain } = forecastError(curve, 640, { resamples: 200, seed })
      expect(gain.low).toBeLessThanOrEqual(gain.high)
      return error.low <= powerLawAt(truth, 640) && powerLawAt(truth, 640) <= error.high
    })
    expect(covered.filter(Boolean).length).toBeGreaterThanOrEqual(36)
  })
})
