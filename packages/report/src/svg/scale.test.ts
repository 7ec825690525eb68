import { describe, expect, test } from 'vitest'
import { scaleFor, showNumber } from './scale.js'

test.each([
  [0, '0'],
  [1, '1'],
  [0.123456, '0.123'],
  [-0.5, '−0.5'],
  [12.3456, '12.3'],
  [1234.6, '1,235'],
  [2_500_000, '2.5e6'],
  [0.0001, '1e−4'],
  [0.001, '0.001'],
])('%d is shown as %s', (value, text) => {
  expect(showNumber(value)).toBe(text)
})

describe('scales', () => {
  test('a linear one maps ends to ends', () => {
    const scale = scaleFor({ label: 'x' }, [10, 30], [0, 100], 5)
    expect([10, 20, 30].map(scale)).toEqual([0, 50, 100])
    expect(scale.ticks).toEqual([10, 15, 20, 25, 30])
  })

  test('a logarithmic one has powers of ten, or what lies between them', () => {
    const axis = { label: 'x', scale: 'log' } as const
    expect(scaleFor(axis, [0.001, 100], [0, 100], 6).ticks).toEqual([0.001, 0.01, 0.1, 1, 10, 100])
    expect(scaleFor(axis, [0.3, 7], [0, 100], 6).ticks).toEqual([0.5, 1, 2, 5])
    expect(scaleFor(axis, [1e-9, 1e9], [0, 100], 4).ticks.length).toBeLessThanOrEqual(4)
  })

  test('what a logarithm does not have is drawn at the least that it has', () => {
    const scale = scaleFor({ label: 'x', scale: 'log' }, [0, 0.1, 1], [0, 100], 4)
    expect([0, 0.1, 1].map(scale)).toEqual([0, 0, 100])
  })

  test.each([[[]], [[0]], [[5, 5]], [[-3]]])('%j still gives places', (values) => {
    for (const scale of ['linear', 'log'] as const) {
      const made = scaleFor({ label: 'x', scale }, values, [0, 100], 4)
      expect(values.map(made).every(Number.isFinite)).toBe(true)
    }
  })
})
