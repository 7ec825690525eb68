import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import type { Explainable } from '../explained/explainable.js'
import { type Matrix, type MatrixLike, rowOf, toMatrix, zeros } from '../matrix.js'
import { provenanceOfJson } from '../trees/tree-model.js'
import { logitsOf, softmaxInPlace } from './cross-entropy.js'
import type { LogisticRegression } from './logistic-regression.js'

/** `[rows, logits]`. */
function logisticLogits(fitted: LogisticRegression, given: MatrixLike): Matrix {
  const { intercepts, coefficients, featureNames } = fitted
  const rows = toMatrix(given, 'rows', featureNames.length)
  const parameters = intercepts.flatMap((intercept, k) => [intercept, ...coefficients[k]!])
  const logits = zeros(rows.rows, intercepts.length)
  for (let r = 0; r < rows.rows; r++) logitsOf(rowOf(rows, r), parameters, rowOf(logits, r))
  return logits
}

/**
 * Probabilities of all classes, `[rows, classes]`.
 * @throws {DataError} if the rows do not fit.
 */
export function logisticProbabilities(fitted: LogisticRegression, rows: MatrixLike): Matrix {
  const logits = logisticLogits(fitted, rows)
  const probabilities = zeros(logits.rows, fitted.classNames.length)
  for (let r = 0; r < logits.rows; r++) {
    const row = rowOf(logits, r)
    const divisor = softmaxInPlace(row)
    rowOf(probabilities, r).set(row.length === 1 ? [Math.exp(-divisor), row[0]!] : row)
  }
  return probabilities
}

const schema = z.strictObject({ space: z.enum(['probability', 'logit']).default('probability') })

/**
 * A logistic regression as a model, to be explained and compared like a network: its probabilities,
 * or its logits, which are a weighted sum of the features.
 * @throws {OptionError} naming the option.
 */
export function logisticModel(
  fitted: LogisticRegression,
  options: { readonly space?: 'probability' | 'logit' } = {},
): Explainable {
  const { space } = parseWith(schema, options, 'logisticModel', OptionError)
  const isLogit = space === 'logit'
  return {
    featureNames: fitted.featureNames,
    outputNames: isLogit ? fitted.logitNames : fitted.classNames,
    space,
    provenance: provenanceOfJson(fitted),
    predict: async (rows) => (isLogit ? logisticLogits : logisticProbabilities)(fitted, rows),
  }
}
