import { expect, test } from 'vitest'
import { tensorProto } from './tensors.js'

test('of an array that lies in a larger memory, only its own numbers are written', () => {
  const part = Float32Array.of(1, 2, 3, 4).subarray(1, 3)
  const { rawData, dims } = tensorProto('part', 'FLOAT', [2], part)
  expect([...new Float32Array(rawData.slice().buffer)]).toEqual([2, 3])
  expect(dims).toEqual([2n])
})
