import { describe, expect, test } from 'vitest'
import { choice, integer, logUniform, type SearchSpace, uniform } from './distributions.js'
import { drawParameters, gridOf } from './parameters.js'

const draws = (space: SearchSpace, count = 4000) =>
  Array.from({ length: count }, (_, i) => drawParameters(space, 7, i + 1).p as number)

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length

describe('drawParameters', () => {
  test('uniform and logUniform have the moments and the ends that they should', () => {
    const plain = draws({ p: uniform(2, 5) })
    expect(Math.min(...plain)).toBeGreaterThanOrEqual(2)
    expect(Math.max(...plain)).toBeLessThanOrEqual(5)
    // Five standard errors of the mean of 4,000: 5 · 3 / √12 / √4000.
    expect(Math.abs(mean(plain) - 3.5)).toBeLessThan(0.07)
    const logarithms = draws({ p: logUniform(1e-5, 1e-1) }).map(Math.log10)
    expect(Math.min(...logarithms)).toBeGreaterThanOrEqual(-5)
    expect(Math.max(...logarithms)).toBeLessThanOrEqual(-1)
    expect(Math.abs(mean(logarithms) + 3)).toBeLessThan(0.0913)
    const below = logarithms.filter((value) => value < -4).length / 4000
    expect(Math.abs(below - 0.25)).toBeLessThan(0.035)
  })

  test('integer and choice give every value about equally often', () => {
    const spaces = [{ p: integer(-1, 3) }, { p: choice([-1, 0, 1, 2, 3]) }]
    for (const space of spaces) {
      const drawn = draws(space)
      for (const value of [-1, 0, 1, 2, 3]) {
        const share = drawn.filter((other) => other === value).length
        // Five standard deviations of a binomial count around 800.
        expect(Math.abs(share - 800)).toBeLessThan(127)
      }
    }
  })

  test('is a pure function of seed, name and trial', () => {
    const [a, b] = [uniform(0, 1), choice(['x', 'y', { deep: [1] }])]
    const both = drawParameters({ a, b }, 7, 3)
    expect(drawParameters({ b, a }, 7, 3)).toEqual(both)
    expect(drawParameters({ a }, 7, 3)).toEqual({ a: both.a })
    expect(drawParameters({ a }, 8, 3)).not.toEqual({ a: both.a })
    expect(drawParameters({ a }, 7, 4)).not.toEqual({ a: both.a })
    expect(drawParameters({ c: a }, 7, 3).c).not.toEqual(both.a)
  })
})

test('gridOf gives every combination, the last parameter changing fastest', () => {
  expect(gridOf({ a: choice(['x', 'y']), b: integer(1, 3) })).toEqual([
    { a: 'x', b: 1 },
    { a: 'x', b: 2 },
    { a: 'x', b: 3 },
    { a: 'y', b: 1 },
    { a: 'y', b: 2 },
    { a: 'y', b: 3 },
  ])
})
