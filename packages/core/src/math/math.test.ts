import { describe, expect, test } from 'vitest'
import { cosineOfPi } from './cosine.js'
import { exponential } from './exponential.js'
import { power } from './power.js'
import { wholePower } from './whole-power.js'

/** The distance in units of the last place of the right number. */
const ulps = (actual: number, right: number): number =>
  Math.abs(actual - right) / 2 ** (Math.floor(Math.log2(Math.abs(right))) - 52)

describe('core’s own functions beside those of Math', () => {
  test('the cosine, within two units of the last place', () => {
    for (let i = 0; i < 100_000; i++) {
      const turns = i / 200_000
      // Near a quarter Math.cos gets its argument too roughly to be the judge.
      const sine = Math.sin(Math.PI * (0.5 - turns))
      const right = turns < 0.25 ? Math.cos(Math.PI * turns) : sine
      expect(ulps(cosineOfPi(turns), right)).toBeLessThanOrEqual(2)
      expect(cosineOfPi(1 - turns)).toBeCloseTo(-Math.cos(Math.PI * turns), 15)
    }
    expect([0, 0.5, 1].map(cosineOfPi)).toEqual([1, 0, -1])
  })

  test('the exponential function, within two units of the last place', () => {
    for (let x = -700; x <= 700; x += 0.0137) {
      expect(ulps(exponential(x), Math.exp(x))).toBeLessThanOrEqual(2)
    }
    expect(exponential(0)).toBe(1)
  })

  test('powers', () => {
    for (const base of [1e-3, 0.3, 0.96, 1, 1.7, 3, 100, 1e6]) {
      for (const exponent of [-2, -0.8, -0.5, 0, 0.1, 1, 1.5, 2, 4.75]) {
        const right = base ** exponent
        expect(Math.abs(power(base, exponent) / right - 1)).toBeLessThan(1e-14)
      }
    }
    expect([power(0, 0.5), power(0, 2), power(0, 0)]).toEqual([0, 0, 1])
    expect(wholePower(3, 20)).toBe(3486784401)
  })
})
