import { logisticProbabilities, logisticRegression } from '@parallax-ml/interpret'
import { Matrix, QrDecomposition } from 'ml-matrix'
import type { Rows } from '../tasks/task.js'
import type { Answer } from './majority.js'
import { standardizer } from './standardize.js'

/** Least squares with an intercept, of standardised features. */
export function linearRegression({ x, y }: Rows): Answer {
  const scale = standardizer(x)
  const design = new Matrix(x.map((row) => [1, ...scale(row)]))
  const solution = new QrDecomposition(design).solve(Matrix.columnVector([...y])).to1DArray()
  return (row) => scale(row).reduce((sum, v, i) => sum + v * solution[i + 1]!, solution[0]!)
}

/**
 * The likeliest class by logistic regression of standardised features, as scikit-learn's
 * `LogisticRegression(C=1)` fits it; of equals, the smallest.
 */
export function likeliestClass({ x, y }: Rows): Answer {
  const fitted = logisticRegression(x, y, { standardErrors: false, tolerance: 1e-8 })
  return (row) => {
    const { values } = logisticProbabilities(fitted, [row])
    return values.indexOf(Math.max(...values))
  }
}
