import { expect, test } from 'vitest'
import { slicesOf } from './slices.js'

const x = Array.from({ length: 12 }, (_, i) => [i % 2, i])

test('few values are slices of their own, many are cut at their terciles, and both meet', () => {
  const slices = slicesOf(x, ['side', 'size'], 2)
  expect(slices.map(({ name }) => name)).toEqual([
    'side = 0',
    'side = 1',
    'size < 3.67',
    'size from 3.67 to 7.33',
    'size > 7.33',
    'side = 0, size < 3.67',
    'side = 0, size from 3.67 to 7.33',
    'side = 0, size > 7.33',
    'side = 1, size < 3.67',
    'side = 1, size from 3.67 to 7.33',
    'side = 1, size > 7.33',
  ])
  expect(slices[8]!.rows).toEqual([1, 3])
})

test('slices without enough rows, or of all rows, are left out', () => {
  expect(slicesOf(x, ['side', 'size'], 6).map(({ name }) => name)).toEqual(['side = 0', 'side = 1'])
  expect(slicesOf([[1], [1]], ['same'], 1)).toEqual([])
})
