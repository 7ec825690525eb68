import type { DataSet } from './data-set.js'
import { irisRows } from './iris-rows.js'

const rowsPerClass = 50

/**
 * Fisher's irises: 150 flowers of three species by four lengths in centimetres; a fresh copy at
 * each call. The rows are those of scikit-learn's `load_iris`, which agree with Fisher's paper.
 */
export function iris(): DataSet {
  const x = irisRows.trim().split(/\s+/).map(measurements)
  return {
    name: 'iris',
    x,
    y: x.map((_, row) => Math.floor(row / rowsPerClass)),
    featureNames: [
      'sepal length (cm)',
      'sepal width (cm)',
      'petal length (cm)',
      'petal width (cm)',
    ],
    classNames: ['setosa', 'versicolor', 'virginica'],
    source:
      "R. A. Fisher, The use of multiple measurements in taxonomic problems, 1936; as in scikit-learn's load_iris",
    licence: 'public domain (scikit-learn: BSD-3-Clause)',
  }
}

const measurements = (digits: string): number[] =>
  digits.match(/../g)!.map((tenths) => Number(tenths) / 10)
