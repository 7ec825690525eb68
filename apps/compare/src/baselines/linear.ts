import { Matrix, QrDecomposition } from 'ml-matrix'
import type { Rows } from '../tasks/task.js'
import type { Answer } from './majority.js'
import { minimize, type Objective } from './minimize.js'
import { standardizer } from './standardize.js'

/** Least squares with an intercept, of standardised features. */
export function linearRegression({ x, y }: Rows): Answer {
  const scale = standardizer(x)
  const design = new Matrix(x.map((row) => [1, ...scale(row)]))
  const solution = new QrDecomposition(design).solve(Matrix.columnVector([...y])).to1DArray()
  return (row) => scale(row).reduce((sum, v, i) => sum + v * solution[i + 1]!, solution[0]!)
}

/** Slopes of the penalised sum of losses below which it has arrived. */
const tolerance = 1e-4

/** The likeliest class by {@link logisticProbabilities}; of equals, the smallest. */
export function logisticRegression(train: Rows): Answer {
  const probabilities = logisticProbabilities(train)
  return (row) => {
    const values = probabilities(row)
    return values.indexOf(Math.max(...values))
  }
}

/**
 * Probabilities of the classes 0 to k − 1 by logistic regression of standardised features, as
 * scikit-learn's `LogisticRegression(C=1)` fits it: the sum of the cross-entropies and half the
 * squared weights, intercepts apart. Of two classes, the first has no weights of its own.
 */
export function logisticProbabilities({ x, y }: Rows): (row: readonly number[]) => number[] {
  const scale = standardizer(x)
  const classes = Math.max(...y) + 1
  const free = classes === 2 ? 1 : classes
  const rows = x.map((row) => Float64Array.from([1, ...scale(row)]))
  const width = rows[0]!.length
  const weights = minimize(penalisedLoss(rows, y, classes, free), width * free, tolerance)
  return (row) => softmax(logits(Float64Array.from([1, ...scale(row)]), weights, classes, free))
}

function penalisedLoss(
  rows: readonly Float64Array[],
  y: readonly number[],
  classes: number,
  free: number,
): Objective {
  const width = rows[0]!.length
  return (weights) => {
    const gradient = weights.map((weight, i) => (i % width === 0 ? 0 : weight))
    let value = gradient.reduce((sum, weight) => sum + weight ** 2, 0) / 2
    for (const [i, row] of rows.entries()) {
      const probabilities = softmax(logits(row, weights, classes, free))
      value -= Math.log(Math.max(probabilities[y[i]!]!, Number.MIN_VALUE))
      for (let k = 0; k < free; k++) {
        const label = k + classes - free
        const error = probabilities[label]! - (y[i] === label ? 1 : 0)
        for (let j = 0; j < width; j++) gradient[k * width + j]! += error * row[j]!
      }
    }
    return { value, gradient }
  }
}

function logits(row: Float64Array, weights: Float64Array, classes: number, free: number): number[] {
  const width = row.length
  return Array.from({ length: classes }, (_, label) => {
    const k = label - (classes - free)
    let sum = 0
    for (let j = 0; k >= 0 && j < width; j++) sum += weights[k * width + j]! * row[j]!
    return sum
  })
}

function softmax(values: readonly number[]): number[] {
  const largest = Math.max(...values)
  const powers = values.map((value) => Math.exp(value - largest))
  const total = powers.reduce((a, b) => a + b)
  return powers.map((power) => power / total)
}
