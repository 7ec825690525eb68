import { expect, test } from 'vitest'
import { attributionOf } from './attribution.js'
import { functionOf } from './testing/functions.js'

test('the completeness gap is the largest over rows and outputs', () => {
  const explained = functionOf(2, () => [0, 0])
  const players = [0, 1].map((i) => ({ name: `x${i}`, columns: [i] }))
  const matrix = { rows: 2, columns: 2, values: Float64Array.of(1, 2, 3, 4) }
  const found = attributionOf(explained, {
    method: 'none',
    rows: matrix,
    players,
    // Sums are 4 and 6, then 12 and 14; with the base 5 and 8, then 13 and 16.
    values: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8),
    base: Float64Array.of(1, 2),
    predictions: { rows: 2, columns: 2, values: Float64Array.of(5, 8.25, 12.5, 16) },
    checks: { evaluations: 1 },
  })
  expect(found.checks).toEqual({ evaluations: 1, completenessGap: 0.5 })
})
