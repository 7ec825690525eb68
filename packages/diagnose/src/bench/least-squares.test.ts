import { expect, test } from 'vitest'
import { leastSquares } from './least-squares.js'

test('finds the line that made the rows', () => {
  const x = [[1, 5], [2, 3], [3, 8], [4, 1], [7, 2]] // biome-ignore format: a table
  const predict = leastSquares(
    x,
    x.map(([a, b]) => 3 * a! - 0.5 * b! + 7),
  )
  expect(predict([10, 20])).toBeCloseTo(27, 6)
})

// numpy 2: numpy.polyfit([0, 1, 2, 3], [1, 3, 2, 5], 1) = [1.1, 1.1]
test('leaves the least squares where no line fits', () => {
  const predict = leastSquares([[0], [1], [2], [3]], [1, 3, 2, 5])
  expect(predict([0])).toBeCloseTo(1.1, 8)
  expect(predict([4])).toBeCloseTo(5.5, 7)
})

test('bears columns that are constant or twice there', () => {
  const x = [[1, 2, 2], [1, 3, 3], [1, 5, 5]] // biome-ignore format: a table
  expect(leastSquares(x, [4, 6, 10])([1, 4, 4])).toBeCloseTo(8, 6)
})
