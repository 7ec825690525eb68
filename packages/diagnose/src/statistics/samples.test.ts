import { describe, expect, test } from 'vitest'
import { surestErrors } from '../label-noise/surest-errors.js'
import { normalsOf } from '../testing/normals.js'
import { normalTwoSided } from './distributions.js'
import { effectiveRows } from './effective-rows.js'
import { onPrincipalPlane } from './principal-axes.js'
import { twoSampleClassifier } from './two-sample-classifier.js'

describe('effectiveRows', () => {
  test('equal rows count once, rows far from all others each', () => {
    expect(
      effectiveRows([
        [1, 2],
        [1, 2],
        [1, 2],
      ]),
    ).toBe(1)
    expect(effectiveRows([[5]])).toBe(1)
    // Three places of two rows each, as far apart as the median: 36 / (6 + 2 · (3 + 12 e⁻²)).
    const corner = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]
    expect(effectiveRows([...corner, ...corner])).toBeCloseTo(36 / (12 + 24 * Math.exp(-2)), 12)
  })

  test('goes with no order, unit or place', () => {
    const rows = normalsOf(30, 3, 1)
    const changed = rows.toReversed().map((row) => row.map((value) => 5 * value - 2))
    expect(effectiveRows(changed)).toBeCloseTo(effectiveRows(rows), 9)
    expect(effectiveRows([...rows, ...rows])).toBeLessThan(1.5 * effectiveRows(rows))
  })
})

test('principal axes are those along which rows vary most', () => {
  const rows = normalsOf(200, 3, 2).map(([a, b, c]) => [0.1 * a!, 3 * b!, c!])
  const plane = onPrincipalPlane(rows, rows)
  const spread = (values: number[]) => values.reduce((sum, value) => sum + value * value, 0) / 200
  expect(spread(plane.map(({ x }) => x))).toBeGreaterThan(7)
  expect(spread(plane.map(({ y }) => y))).toBeCloseTo(spread(rows.map(([, , c]) => c!)), 1)
  expect(plane.reduce((sum, { x, y }) => sum + x * y, 0) / 200).toBeCloseTo(0, 6)
  expect(onPrincipalPlane([[1], [-1]], [[2]])).toEqual([{ x: 2, y: 0 }])
})

describe('twoSampleClassifier', () => {
  test('guesses where samples are alike, and sees other means and other spreads', async () => {
    const [a, b] = [normalsOf(150, 3, 3), normalsOf(150, 3, 4)]
    const alike = await twoSampleClassifier(a, b)
    expect(alike.low).toBeLessThan(0.5)
    const mean = await twoSampleClassifier(
      a,
      b.map((row) => row.map((value) => value + 1)),
    )
    // Of two normal samples √3 apart, Φ(√3 / √2) = 0.89 of all pairs are in order.
    expect(mean.value).toBeCloseTo(1 - normalTwoSided(Math.sqrt(1.5)) / 2, 1)
    const wide = await twoSampleClassifier(
      a,
      b.map((row) => row.map((value) => 2 * value)),
    )
    expect(wide.low).toBeGreaterThan(0.6)
  })

  test('takes some of many features', async () => {
    const [a, b] = [normalsOf(30, 150, 5), normalsOf(30, 150, 6)]
    const { value } = await twoSampleClassifier(
      a,
      b.map((row) => row.map((each) => each + 1)),
    )
    expect(value).toBeGreaterThan(0.95)
  })
})

test('surestErrors is what two normal classes that overlap give', () => {
  expect(surestErrors(0)).toBe(0)
  expect(surestErrors(0.5)).toBe(0.5)
  expect(surestErrors(0.7)).toBe(0.5)
  for (const shift of [0.5, 1, 1.5]) {
    const rows = normalsOf(20_000, 1, 9).map(([value]) => value! + shift)
    const error = rows.filter((value) => value < 0).length / rows.length
    const surest = rows.toSorted((a, b) => Math.abs(b) - Math.abs(a)).slice(0, 10_000)
    const observed = surest.filter((value) => value < 0).length / surest.length
    expect(Math.abs(surestErrors(error) - observed)).toBeLessThan(0.01)
  }
})
