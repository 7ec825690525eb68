import { mean } from './statistics.js'
import type { LabelledRows, Task, TaskData } from './tasks/task.js'

/** Test accuracy of what takes no training. */
export interface Baselines {
  /** Always the class that most training rows have. */
  readonly majorityClass: number
  /** The class of the nearest training row; absent where test rows are training rows. */
  readonly nearestNeighbour?: number
}

/** How baselines are described, for the protocol. */
export const baselineProtocol =
  'Majority: always the most frequent class of the training rows. Nearest: the class of the nearest training row, features scaled to unit variance unless they are all in one unit; given only where the test rows were not trained on.'

/** The baselines of one seed's rows. */
export function baselinesOf(
  { train, test }: TaskData,
  { hasOwnTestRows, featuresShareUnit = false }: Pick<Task, 'hasOwnTestRows' | 'featuresShareUnit'>,
): Baselines {
  const majorityClass = accuracyOf(test, majority(train))
  if (!hasOwnTestRows) return { majorityClass }
  const nearest = nearestNeighbour(train, featuresShareUnit)
  return { majorityClass, nearestNeighbour: accuracyOf(test, nearest) }
}

const accuracyOf = ({ x, y }: LabelledRows, classify: (row: readonly number[]) => number): number =>
  x.filter((row, i) => classify(row) === y[i]).length / x.length

/** The most frequent class; of equals, the smallest. */
function majority({ y }: LabelledRows): () => number {
  const classes = [...new Set(y)].sort((a, b) => a - b)
  const counts = classes.map((label) => y.filter((other) => other === label).length)
  const winner = classes[counts.indexOf(Math.max(...counts))]!
  return () => winner
}

/** By Euclidean distance, of features scaled to unit variance if asked for; of equals, the first. */
function nearestNeighbour(
  { x, y }: LabelledRows,
  featuresShareUnit: boolean,
): (row: readonly number[]) => number {
  const weights = x[0]!.map((_, column) =>
    featuresShareUnit ? 1 : inverseVariance(x.map((row) => row[column]!)),
  )
  return (row) => {
    let least = Number.POSITIVE_INFINITY
    let label = y[0]!
    for (const [i, other] of x.entries()) {
      const distance = squaredDistance(row, other, weights, least)
      if (distance >= least) continue
      least = distance
      label = y[i]!
    }
    return label
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

function inverseVariance(values: readonly number[]): number {
  const center = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0)
  return squares === 0 ? 0 : values.length / squares
}
