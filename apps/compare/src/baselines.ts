import { mean } from './statistics.js'
import type { LabelledRows, TaskData } from './tasks/task.js'

/** Test accuracy of what takes no training. */
export interface Baselines {
  /** Always the class that most training rows have. */
  readonly majorityClass: number
  /** The class of the nearest training row; absent where test rows are training rows. */
  readonly nearestNeighbour?: number
}

/** The baselines of one seed's rows. */
export function baselinesOf({ train, test }: TaskData, hasOwnTestRows: boolean): Baselines {
  const majorityClass = accuracyOf(test, majority(train))
  if (!hasOwnTestRows) return { majorityClass }
  return { majorityClass, nearestNeighbour: accuracyOf(test, nearestNeighbour(train)) }
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

/** By Euclidean distance of features scaled to unit variance; of equals, the first row. */
function nearestNeighbour({ x, y }: LabelledRows): (row: readonly number[]) => number {
  const weights = x[0]!.map((_, column) => inverseVariance(x.map((row) => row[column]!)))
  return (row) => {
    const distances = x.map((other) =>
      weights.reduce((sum, weight, i) => sum + weight * (row[i]! - other[i]!) ** 2, 0),
    )
    return y[distances.indexOf(Math.min(...distances))]!
  }
}

function inverseVariance(values: readonly number[]): number {
  const center = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0)
  return squares === 0 ? 0 : values.length / squares
}
