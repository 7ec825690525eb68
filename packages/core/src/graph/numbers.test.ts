import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeNumber, decodeNumbers, encodeNumber, encodeNumbers } from './numbers.js'

test('numbers survive JSON to the bit, NaN, infinities and −0 included', () => {
  fc.assert(
    fc.property(fc.double(), (value) => {
      expect(decodeNumber(JSON.parse(JSON.stringify(encodeNumber(value))))).toBe(value)
    }),
  )
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0]) {
    expect(decodeNumber(JSON.parse(JSON.stringify(encodeNumber(value))))).toBe(value)
  }
})

test('arrays survive as base64, also long ones', () => {
  const values = Float64Array.from({ length: 10_000 }, (_, i) => (i === 7 ? -0 : Math.sin(i)))
  expect(decodeNumbers(encodeNumbers(values))).toEqual(values)
})
