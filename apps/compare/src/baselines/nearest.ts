import { mean } from '@parallax-ml/core'
import type { Rows } from '../tasks/task.js'
import type { Answer } from './majority.js'
import { varianceOf } from './standardize.js'

/** The class of the nearest training row; of equals, the first. */
export function nearestClass(train: Rows, featuresShareUnit: boolean): Answer {
  const neighbours = nearestRows(train, 1, featuresShareUnit)
  return (row) => train.y[neighbours(row)[0]!]!
}

/** The mean target of the five nearest training rows. */
export function nearestMean(train: Rows, featuresShareUnit: boolean): Answer {
  const neighbours = nearestRows(train, Math.min(5, train.y.length), featuresShareUnit)
  return (row) => mean(neighbours(row).map((index) => train.y[index]!))
}

/** The `count` nearest rows by Euclidean distance, of features scaled to unit variance if need be. */
function nearestRows(
  { x }: Rows,
  count: number,
  featuresShareUnit: boolean,
): (row: readonly number[]) => number[] {
  const weights = x[0]!.map((_, column) => {
    const variance = varianceOf(x.map((row) => row[column]!))
    return featuresShareUnit ? 1 : variance === 0 ? 0 : 1 / variance
  })
  return (row) => {
    const found: { index: number; distance: number }[] = []
    let worst = Number.POSITIVE_INFINITY
    for (const [index, other] of x.entries()) {
      const distance = squaredDistance(row, other, weights, worst)
      if (distance >= worst) continue
      const place = found.findIndex((neighbour) => distance < neighbour.distance)
      found.splice(place === -1 ? found.length : place, 0, { index, distance })
      if (found.length > count) found.pop()
      if (found.length === count) worst = found.at(-1)!.distance
    }
    return found.map(({ index }) => index)
  }
}

/** Gives up, with what it has, once the sum reaches `enough`. */
function squaredDistance(
  a: readonly number[],
  b: readonly number[],
  weights: readonly number[],
  enough: number,
): number {
  let sum = 0
  for (let i = 0; i < weights.length && sum < enough; i++) sum += weights[i]! * (a[i]! - b[i]!) ** 2
  return sum
}
