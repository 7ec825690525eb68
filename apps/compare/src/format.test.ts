import { expect, test } from 'vitest'
import {
  showCount,
  showDifference,
  showDuration,
  showEstimate,
  showLoss,
  showProportion,
} from './format.js'

test.each([
  [0.25, '0.2500'],
  [0.00042, '4.2e-4'],
  [0, '0.0000'],
])('loss %d', (loss, text) => {
  expect(showLoss(loss)).toBe(text)
})

test('a margin is written as its mean is', () => {
  expect(showEstimate({ mean: 0.00063, margin: 0.0029 }, showLoss)).toBe('6.3e-4 ± 2.9e-3')
  expect(showEstimate({ mean: 0.95, margin: 0.0124 })).toBe('0.950 ± 0.012')
  expect(showEstimate({ mean: 1 })).toBe('1.000')
})

test('shares, durations, counts and differences', () => {
  const share = { successes: 9, trials: 10, low: 0.596, high: 0.982 }
  expect(showProportion(share)).toBe('9/10 (0.60–0.98)')
  expect([999.94, 1500].map(showDuration)).toEqual(['999.9 ms', '1.50 s'])
  expect(showCount(1234567.8)).toBe('1,234,568')
  expect([0.01, -0.25].map(showDifference)).toEqual(['+0.010', '−0.250'])
})
