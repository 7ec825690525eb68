import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { circles, friedman1, linearRegression, moons, spirals } from '../index.js'

const generators = [moons, circles, spirals, linearRegression, friedman1]
const seeds = fc.nat({ max: 2 ** 31 })

describe.each(generators)('%o', (generate) => {
  test('the seed decides every row, and another seed decides otherwise', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 50 }), (seed, rows) => {
        const data = generate({ rows, seed })
        expect(generate({ rows, seed })).toEqual(data)
        expect(generate({ rows, seed: seed + 1 }).x).not.toEqual(data.x)
        expect([data.x.length, data.y.length]).toEqual([rows, rows])
        expect(data.x.every((row) => row.length === data.featureNames.length)).toBe(true)
        expect([...data.x.flat(), ...data.y].every(Number.isFinite)).toBe(true)
      }),
    )
  })

  test('more rows begin with the rows of fewer', () => {
    const few = generate({ rows: 7, seed: 3 })
    const many = generate({ rows: 19, seed: 3 })
    expect([many.x.slice(0, 7), many.y.slice(0, 7)]).toEqual([few.x, few.y])
  })

  test('says its origin', () => {
    const { source, licence } = generate()
    expect([source, licence]).not.toContain('')
  })

  test.each([
    [{ rows: 0 }, /rows: not a number of rows .* got 0/],
    [{ rows: 2.5 }, /rows: not a number of rows .* got 2.5/],
    [{ noise: -1 }, /noise: not a standard deviation .* got -1/],
    [{ noise: Number.POSITIVE_INFINITY }, /noise: not a standard deviation .* got Infinity/],
    [{ seed: -1 }, /seed: not a seed .* got -1/],
    [{ rows: 9, nose: 1 }, /unknown option 'nose'.*'noise'/],
  ])('%j is an error that helps', (options, message) => {
    expect(() => generate(options)).toThrow(message)
  })
})

describe.each([moons, circles, spirals])('%o', (generate) => {
  test('has both classes by turns', () => {
    expect(generate({ rows: 5 }).y).toEqual([0, 1, 0, 1, 0])
  })

  test('noise is normal, of the standard deviation asked for', () => {
    const rows = 20_000
    const exact = generate({ rows, noise: 0, seed: 5 }).x.flat()
    const noisy = generate({ rows, noise: 0.5, seed: 5 }).x.flat()
    const away = noisy.map((value, i) => (value - exact[i]!) / 0.5)
    const moment = (power: number) =>
      away.reduce((sum, value) => sum + value ** power, 0) / away.length
    // Four standard errors of each moment of 40,000 normal numbers.
    expect(Math.abs(moment(1))).toBeLessThan(0.02)
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.029)
    expect(Math.abs(moment(3))).toBeLessThan(0.078)
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.2)
    const pairs = away.slice(0, -1).reduce((sum, value, i) => sum + value * away[i + 1]!, 0)
    expect(Math.abs(pairs / away.length)).toBeLessThan(0.02)
  })
})

test('without noise, every point is on its curve', () => {
  const { x: moonPoints, y: moonLabels } = moons({ noise: 0, seed: 1 })
  for (const [i, [a, b]] of moonPoints.entries()) {
    const isUpper = moonLabels[i] === 0
    expect(isUpper ? Math.hypot(a!, b!) : Math.hypot(1 - a!, 0.5 - b!)).toBeCloseTo(1, 12)
    expect(isUpper ? b! >= 0 : b! <= 0.5).toBe(true)
  }
  const { x: circlePoints, y: circleLabels } = circles({ noise: 0, seed: 1 })
  for (const [i, [a, b]] of circlePoints.entries()) {
    expect(Math.hypot(a!, b!)).toBeCloseTo(circleLabels[i] === 0 ? 1 : 0.5, 12)
  }
  const { x: spiralPoints, y: spiralLabels } = spirals({ noise: 0, seed: 1 })
  for (const [i, [a, b]] of spiralPoints.entries()) {
    const angle = (3 * Math.PI * (Math.hypot(a!, b!) - 0.1)) / 0.9 + Math.PI * spiralLabels[i]!
    expect(Math.cos(Math.atan2(b!, a!) - angle)).toBeCloseTo(1, 12)
  }
})

test('without noise, linear rows follow the coefficients', () => {
  const { x, y, coefficients, intercept } = linearRegression({ noise: 0, seed: 2 })
  expect(coefficients).toEqual([3, -2, 1, 0.5, 0])
  for (const [i, row] of x.entries()) {
    expect(row.reduce((sum, value, j) => sum + value * coefficients[j]!, intercept)).toBe(y[i])
  }
})

test('friedman1 has the mean and the variance of the paper', () => {
  const { y } = friedman1({ rows: 50_000, noise: 0, seed: 4 })
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length
  const variance = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length
  expect(mean).toBeCloseTo(14.4, 0)
  expect(variance).toBeCloseTo(23.8, 0)
})
