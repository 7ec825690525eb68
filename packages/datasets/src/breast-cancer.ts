import { breastCancerRows } from './breast-cancer-rows.js'
import type { DataSet } from './data-set.js'
import { decodeTable } from './decode-table.js'

const measurements = [
  'radius',
  'texture',
  'perimeter',
  'area',
  'smoothness',
  'compactness',
  'concavity',
  'concave points',
  'symmetry',
  'fractal dimension',
]
const featureNames = [
  ...measurements.map((name) => `mean ${name}`),
  ...measurements.map((name) => `${name} error`),
  ...measurements.map((name) => `worst ${name}`),
]

/**
 * Breast tumours of Wisconsin, the diagnostic set: 569, malignant (0) or benign (1), by mean,
 * standard error and worst of ten measurements of cell nuclei in an image; a fresh copy at each
 * call. The rows are those of scikit-learn's `load_breast_cancer`.
 */
export function breastCancer(): DataSet {
  return {
    name: 'breast-cancer',
    ...decodeTable(breastCancerRows, featureNames.length),
    featureNames: [...featureNames],
    classNames: ['malignant', 'benign'],
    source:
      "W. Wolberg, O. Mangasarian, N. Street and W. Street, Breast Cancer Wisconsin (Diagnostic), UCI Machine Learning Repository, 1993, doi 10.24432/C5DW2B; as in scikit-learn's load_breast_cancer",
    licence: 'CC BY 4.0 (scikit-learn: BSD-3-Clause)',
  }
}
