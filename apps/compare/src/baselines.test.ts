import { expect, test } from 'vitest'
import { baselinesOf } from './baselines.js'

const own = { hasOwnTestRows: true }

const train = {
  x: [
    [0, 0],
    [1, 0],
    [0, 1000],
    [1, 1000],
  ],
  y: [1, 1, 1, 0],
}

test('majority is the most frequent class of the training rows, judged on the test rows', () => {
  const data = { train, test: { x: [[0, 0]], y: [1] } }
  expect(baselinesOf(data, own).majorityClass).toBe(1)
  expect(baselinesOf({ train, test: { x: [[0, 0]], y: [0] } }, own).majorityClass).toBe(0)
})

test('the nearest neighbour is found in scaled features, unless they share a unit', () => {
  const apart = {
    x: [
      [0, 0],
      [1, 100],
    ],
    y: [0, 1],
  }
  // As they stand, the features put this row nearer to the first.
  const data = { train: apart, test: { x: [[0.9, 40]], y: [1] } }
  expect(baselinesOf(data, own).nearestNeighbour).toBe(1)
  expect(baselinesOf(data, { ...own, featuresShareUnit: true }).nearestNeighbour).toBe(0)
})

test('there is no nearest neighbour where the test rows were trained on', () => {
  expect(baselinesOf({ train, test: train }, { hasOwnTestRows: false })).toEqual({
    majorityClass: 0.75,
  })
})

test('a feature without variance does not matter', () => {
  const flat = {
    x: [
      [0, 5],
      [9, 5],
    ],
    y: [0, 1],
  }
  expect(baselinesOf({ train: flat, test: flat }, own).nearestNeighbour).toBe(1)
})
