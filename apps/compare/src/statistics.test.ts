import { mean, median, studentPoint } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { estimate } from './statistics.js'

test('mean and median', () => {
  expect(mean([1, 2, 6])).toBe(3)
  expect(median([9, 1, 2])).toBe(2)
  expect(median([9, 1, 2, 4])).toBe(3)
  expect(median([])).toBeNaN()
})

// Points of the published table of Student's t, two-sided 0.05.
test.each([
  [1, 12.706],
  [2, 4.303],
  [3, 3.182],
  [4, 2.776],
  [5, 2.571],
  [9, 2.262],
  [10, 2.228],
  [29, 2.045],
  [30, 2.042],
  [120, 1.98],
  [1000, 1.962],
])('Student t with %d degrees of freedom: %d', (freedom, point) => {
  expect(studentPoint(freedom, 0.95)).toBeCloseTo(point, 3)
})

describe('estimate', () => {
  test('gives the textbook interval', () => {
    const { mean: center, margin } = estimate([1, 2, 3, 4, 5])
    expect(center).toBe(3)
    expect(margin).toBeCloseTo(2.7764451 * Math.sqrt(2.5 / 5), 6)
  })

  test.each([[[0.5]], [[1, 1, 1]]])('gives no interval for %j, which shows no spread', (values) => {
    expect(estimate(values)).toEqual({ mean: values[0] })
  })
})
