import { expect, test } from 'vitest'
import { lossCurves } from './loss-curves.js'

const pointsOf = (svg: string) =>
  [...svg.matchAll(/points="([^"]*)"/g)].map(([, points]) =>
    points!.split(' ').map((point) => point.split(',').map(Number)),
  )

test('runs from the largest loss at the top left to the smallest at the bottom right', () => {
  const [curve] = pointsOf(lossCurves('loss', [[1, 0.1, 0.01]]))
  expect(curve).toEqual([
    [52, 8],
    [182, 63],
    [312, 118],
  ])
})

test('a long curve is sampled, its ends kept', () => {
  const losses = Array.from({ length: 10_000 }, (_, i) => 1 / (i + 1))
  const [curve] = pointsOf(lossCurves('loss', [losses]))
  expect(curve).toHaveLength(120)
  expect([curve![0]![1], curve!.at(-1)![1]]).toEqual([8, 118])
})

test.each([[[[0.5]]], [[[0.5, 0.5]]], [[[1, 0]]]])('%j gives numbers only', (curves) => {
  expect(lossCurves('loss', curves)).not.toMatch(/NaN|Infinity|undefined/)
})
