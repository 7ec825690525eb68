import { expect, test } from 'vitest'
import { functionOf } from '../testing/functions.js'
import { worst } from '../testing/reference-networks.js'
import { occlusion } from './occlusion.js'
import { occludePatches } from './patches.js'

test('a linear model: what a feature adds to the answer, against each fill', async () => {
  const linear = functionOf(3, ([a, b, c]) => [2 * a! - b! + 7, c!])
  const rows = [
    [1, 2, 3],
    [3, 6, 5],
  ]
  const zero = await occlusion(linear, rows)
  expect(zero.values).toEqual([2, 0, -2, 0, 0, 3, 6, 0, -6, 0, 0, 5])
  const mean = await occlusion(linear, rows, { fill: 'mean' })
  expect(mean.values).toEqual([-2, 0, 2, 0, 0, -1, 2, 0, -2, 0, 0, 1])
  const given = await occlusion(linear, rows, { fill: [1, 2, 3], groups: { ab: [0, 1] } })
  expect(given.values).toEqual([0, 0, 0, 0, 0, 0, 0, 2].map((x, i) => (i === 4 ? 0 : x)))
  expect(given.featureNames).toEqual(['ab', 'x2'])
  expect(zero.checks).toEqual({ evaluations: 8 })
})

test('a window that slides over an image: means over the windows that cover a pixel', async () => {
  // The answer is the pixel in the middle of a 3 × 3 image.
  const middle = functionOf(9, (image) => image[4]!)
  const image = [[0, 0, 0, 0, 8, 0, 0, 0, 0]]
  const found = await occludePatches(middle, image, { imageShape: [3, 3], patch: 2 })
  // All four windows of 2 × 2 hide it.
  expect(found.values).toEqual(new Array(9).fill(8))
  expect(found.featureShape).toEqual([3, 3])
  expect(found.checks).toEqual({ evaluations: 5, windows: 4 })
  const rows = await occludePatches(middle, image, { imageShape: [3, 3], patch: [1, 3] })
  expect(rows.values).toEqual([0, 0, 0, 8, 8, 8, 0, 0, 0])
  // A stride of 2 gives two windows, and a third that ends at the edge: 0–1, 2–3, 3–4.
  const wide = functionOf(5, (line) => line[3]!)
  const steps = await occludePatches(wide, [[0, 0, 0, 6, 0]], {
    imageShape: [1, 5],
    patch: [1, 2],
    stride: [1, 2],
  })
  expect(steps.values).toEqual([0, 0, 6, 6, 6])
})

test('channels are hidden together, and a region that is the fill changes nothing', async () => {
  const total = functionOf(8, (image) => image.reduce((sum, x, i) => sum + x * (i + 1), 0))
  const options = { imageShape: [2, 2, 2], patch: 1, fill: 0.5 }
  const found = await occludePatches(total, [[0.5, 0.5, 1.5, 0.5, 0.5, 1.5, 1.5, 2.5]], options)
  expect(worst(found.values, [0, 3, 6, 7 + 16])).toBeLessThan(1e-12)
  expect(found.data).toEqual([0.5, 1, 1, 2])
  expect(found.featureNames).toEqual(['0, 0', '0, 1', '1, 0', '1, 1'])
  expect(found.groups![1]).toEqual(['x2', 'x3'])
})

test('shapes and windows that do not fit are refused', async () => {
  const model = functionOf(6, () => 0)
  const call = (options: object) => occludePatches(model, [[1, 2, 3, 4, 5, 6]], options as never)
  await expect(call({ imageShape: [2, 2] })).rejects.toThrow('imageShape')
  await expect(call({ imageShape: [2, 3] })).rejects.toThrow('larger than the image')
  await expect(call({ imageShape: [2, 3], patch: 1, stride: 2 })).rejects.toThrow('gaps')
  await expect(occlusion(model, [[1, 2, 3, 4, 5, 6]], { fill: [1] })).rejects.toThrow('6 numbers')
})
