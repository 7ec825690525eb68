import { mean, OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { type Matrix, type MatrixLike, toMatrix, zeros } from '../matrix.js'
import { labelsFor, namesFor, numberList, weightsFor } from '../trees/options.js'
import { crossEntropy, freeLogits, type LogisticData } from './cross-entropy.js'
import { type Convergence, minimize } from './newton.js'
import { type StandardErrors, standardErrorsOf } from './standard-errors.js'

/** Options of {@link logisticRegression}. */
export interface LogisticOptions {
  /**
   * Penalty: l2 / 2 times the squared weights of the standardised features, added to the sum of the
   * losses; as 1 / C in scikit-learn. Default 1; 0 is maximum likelihood.
   */
  readonly l2?: number
  /** A weight for every row, at least 0. */
  readonly sampleWeight?: ArrayLike<number>
  readonly featureNames?: readonly string[]
  /** Names of the classes 0, 1 …; default `output 0` … for the labels that there are. */
  readonly classNames?: readonly string[]
  /** Whether to work out standard errors, which takes (features × classes)² × rows. Default true. */
  readonly standardErrors?: boolean
  /** Steepest slope of the mean loss where the search ends. Default 1e-12. */
  readonly tolerance?: number
  /** Newton steps at most. Default 100. */
  readonly maxIterations?: number
}

/** A fitted logistic regression as plain JSON, in the units of the features. */
export interface LogisticRegression {
  readonly kind: 'logistic'
  readonly featureNames: readonly string[]
  readonly classNames: readonly string[]
  /** Classes that have a logit: of two the second, else all, whose weights sum to 0. */
  readonly logitNames: readonly string[]
  /** `[logits]` */
  readonly intercepts: readonly number[]
  /** `[logits][features]`, change of the logit by one unit; 0 of a feature that never varies. */
  readonly coefficients: readonly (readonly number[])[]
  /** Standard deviations of the features, `[features]`. */
  readonly deviations: readonly number[]
  /** Absent if not asked for, or if features are linear combinations of others without a penalty. */
  readonly standardErrors?: StandardErrors
  readonly l2: number
  /** Mean cross-entropy of the fitted rows, without the penalty. */
  readonly logLoss: number
  /**
   * Not converged, with ever larger weights, where a line divides the classes and there is no
   * penalty: there is then no likeliest model.
   */
  readonly convergence: Convergence
}

const names = z.array(z.string()).min(1)
const schema = z.strictObject({
  l2: z.number().min(0).default(1),
  sampleWeight: numberList.optional(),
  featureNames: names.optional(),
  classNames: names.min(2).optional(),
  standardErrors: z.boolean().default(true),
  tolerance: z.number().positive().default(1e-12),
  maxIterations: z.int().min(1).default(100),
})

/** A mean loss below which a model without a penalty has set the classes wholly apart. */
const apart = 1e-8

/**
 * Logistic regression of two classes or several (multinomial, symmetric), of features standardised
 * inside, with a squared penalty on all weights but the intercepts. Standard errors are those of
 * the inverse Hessian at the end: of maximum likelihood with `l2: 0`, else of Laplace's
 * approximation, which the penalty narrows (Hosmer, Lemeshow and Sturdivant, Applied Logistic
 * Regression, 2013, chapters 2 and 8).
 *
 * @param labels the class of every row, whole numbers from 0.
 * @throws {OptionError} naming the option.
 * @throws {DataError} naming the row, label or weight that is none.
 *
 * @example
 * const fitted = logisticRegression(rows, labels, { classNames: ['benign', 'malignant'] })
 * oddsRatios(fitted, { per: 'deviation' })
 */
export function logisticRegression(
  rows: MatrixLike,
  labels: ArrayLike<number>,
  options: LogisticOptions = {},
): LogisticRegression {
  const parsed = parseWith(schema, options, 'logisticRegression', OptionError)
  const { l2, tolerance, maxIterations } = parsed
  const raw = toMatrix(rows, 'rows')
  const y = labelsFor(raw, labels, parsed.classNames?.length)
  const classes =
    parsed.classNames?.length ?? y.reduce((most, label) => Math.max(most, label), 1) + 1
  const classNames = namesFor(parsed.classNames, classes, 'output ', 'classNames')
  const weights = weightsFor(raw, parsed.sampleWeight)
  const { means, deviations } = momentsOf(raw, weights)
  const x = standardised(raw, means, deviations)
  const data: LogisticData = { x, labels: y, weights, classes, l2 }
  const free = freeLogits(classes)
  const width = raw.columns + 1
  const search = { tolerance, maxIterations }
  const found = minimize((point) => crossEntropy(data, point), free * width, search)
  const logLoss = crossEntropy({ ...data, l2: 0 }, found.point).value
  const converged = found.convergence.converged && !(l2 === 0 && logLoss < apart)
  const errors = parsed.standardErrors
    ? standardErrorsOf(data, found.point, means, deviations)
    : undefined
  const perUnit = (value: number, f: number) => (deviations[f] === 0 ? 0 : value / deviations[f]!)
  const byLogit = rowsOfSumZero(found.point, width)
  const coefficients = byLogit.map(([, ...slopes]) => slopes.map(perUnit))
  return {
    kind: 'logistic',
    featureNames: namesFor(parsed.featureNames, raw.columns, 'x', 'featureNames'),
    classNames,
    logitNames: classNames.slice(classes - free),
    intercepts: byLogit.map(([intercept], k) =>
      coefficients[k]!.reduce((sum, slope, f) => sum - slope * means[f]!, intercept!),
    ),
    coefficients,
    deviations: Array.from(deviations),
    ...(errors !== undefined && { standardErrors: errors }),
    l2,
    logLoss,
    convergence: { ...found.convergence, converged },
  }
}

/** Parameters by logit. The same number added to all of several logits changes nothing: sums are made 0. */
function rowsOfSumZero(parameters: Float64Array, width: number): number[][] {
  const rows = Array.from({ length: parameters.length / width }, (_, k) =>
    Array.from(parameters.subarray(k * width, (k + 1) * width)),
  )
  if (rows.length === 1) return rows
  const means = rows[0]!.map((_, j) => mean(rows.map((row) => row[j]!)))
  return rows.map((row) => row.map((value, j) => value - means[j]!))
}

/** Weighted means and standard deviations of the columns. */
function momentsOf({ rows, columns, values }: Matrix, weights: Float64Array) {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const averaged = (of: (value: number, column: number) => number) =>
    Float64Array.from({ length: columns }, (_, c) => {
      let sum = 0
      for (let r = 0; r < rows; r++) sum += weights[r]! * of(values[r * columns + c]!, c)
      return sum / total
    })
  const means = averaged((value) => value)
  const variances = averaged((value, c) => (value - means[c]!) ** 2)
  const deviations = variances.map((variance, c) => {
    const deviation = Math.sqrt(variance)
    // What is left of a constant column is rounding.
    return deviation <= 1e-14 * Math.abs(means[c]!) ? 0 : deviation
  })
  return { means, deviations }
}

function standardised(raw: Matrix, means: Float64Array, deviations: Float64Array): Matrix {
  const x = zeros(raw.rows, raw.columns)
  raw.values.forEach((value, at) => {
    const c = at % raw.columns
    x.values[at] = deviations[c] === 0 ? 0 : (value - means[c]!) / deviations[c]!
  })
  return x
}
