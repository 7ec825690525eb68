import { expect, test } from 'vitest'
import { rankCorrelation } from './rank-correlation.js'

test.each([
  [[1, 2, 3, 4], [1, 4, 9, 16], 1],
  [[1, 2, 3, 4], [4, 3, 2, 1], -1],
  // By hand: ranks 0 1½ 1½ 3 4 and 2 ½ 3 ½ 4.
  [[1, 2, 2, 3, 5], [3, 1, 4, 1, 5], 2.75 / 9.5],
  [[1, 2, 3], [7, 7, 7], 0],
])('of %j and %j is %d', (a, b, expected) => {
  expect(rankCorrelation(a, b)).toBeCloseTo(expected, 6)
})
