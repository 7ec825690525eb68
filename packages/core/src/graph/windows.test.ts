import { describe, expect, test } from 'vitest'
import { countWindows, samePadding, windowPositions } from './windows.js'

describe('same padding is TensorFlow’s', () => {
  // input, kernel, stride, dilation → before, after; from the formula in TensorFlow's guide.
  test.each([
    [5, 3, 1, 1, 1, 1],
    [5, 2, 1, 1, 0, 1],
    [5, 4, 1, 1, 1, 2],
    [6, 3, 2, 1, 0, 1],
    [7, 3, 2, 1, 1, 1],
    [7, 3, 3, 1, 1, 1],
    [5, 3, 1, 2, 2, 2],
    [5, 2, 1, 3, 1, 2],
    [4, 1, 1, 1, 0, 0],
    [5, 2, 3, 1, 0, 0],
    [1, 5, 2, 1, 2, 2],
  ])('input %i, kernel %i, stride %i, dilation %i', (input, kernel, stride, dilation, a, b) => {
    expect(samePadding(input, kernel, stride, dilation)).toEqual([a, b])
  })

  test('there is a window for every stride begun', () => {
    for (let input = 1; input <= 9; input++) {
      for (let kernel = 1; kernel <= 5; kernel++) {
        for (let stride = 1; stride <= 4; stride++) {
          const [before, after] = samePadding(input, kernel, stride, 2)
          const [rows] = countWindows({
            image: [input, 1],
            size: [kernel, 1],
            strides: [stride, 1],
            padding: [before, after, 0, 0],
            dilation: [2, 1],
          })
          expect(rows).toBe(Math.ceil(input / stride))
          expect(after - before).toBeGreaterThanOrEqual(0)
          expect(after - before).toBeLessThanOrEqual(1)
        }
      }
    }
  })
})

test('positions of windows, row-major, with −1 for padding', () => {
  const positions = windowPositions({
    image: [2, 3],
    size: [2, 2],
    strides: [2, 1],
    padding: [1, 0, 0, 1],
    dilation: [1, 2],
  })
  expect([...positions]).toEqual([-1, -1, 0, 2, -1, -1, 1, -1])
})
