import { DataError, OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import type { Matrix } from '../matrix.js'
import type { GrowthLimits } from './grow.js'

/** Options that both kinds of trees have. */
export interface TreeOptions {
  /** Splits on the longest way to a leaf. Default: no limit. */
  readonly maxDepth?: number
  /** Rows that either side of a split has at least. Default 1. */
  readonly minSamplesLeaf?: number
  /**
   * By how much a split has to lower impurity, weighted by its share of all rows, as
   * `min_impurity_decrease` in scikit-learn. Default 0: also splits that gain nothing yet.
   */
  readonly minImpurityDecrease?: number
  /** A weight for every row, at least 0; a row of weight 0 is as if it were not there. */
  readonly sampleWeight?: ArrayLike<number>
  /** Default `x0`, `x1` … */
  readonly featureNames?: readonly string[]
}

/** Options of {@link classificationTree}. */
export interface ClassificationTreeOptions extends TreeOptions {
  /** Default `gini`. */
  readonly criterion?: 'gini' | 'entropy'
  /** Names of the classes 0, 1 …; default `output 0` … for the labels that there are. */
  readonly classNames?: readonly string[]
}

/** Options of {@link regressionTree}. */
export interface RegressionTreeOptions extends TreeOptions {
  /** Names of the targets; default `output 0` … */
  readonly targetNames?: readonly string[]
}

const names = z.array(z.string()).min(1)
const limits = {
  maxDepth: z.int().min(0).default(Number.MAX_SAFE_INTEGER),
  minSamplesLeaf: z.int().min(1).default(1),
  minImpurityDecrease: z.number().min(0).default(0),
}
/** Schema of a list of numbers, typed or not. */
export const numberList = z.custom<ArrayLike<number>>(
  (value) => Array.isArray(value) || ArrayBuffer.isView(value),
  'not a list of numbers',
)
const common = { ...limits, sampleWeight: numberList.optional(), featureNames: names.optional() }
const classificationSchema = z.strictObject({
  ...common,
  criterion: z.enum(['gini', 'entropy']).default('gini'),
  classNames: names.optional(),
})
const regressionSchema = z.strictObject({ ...common, targetNames: names.optional() })

/** The limits of growth as options, for what fits trees on its own. */
export const growthLimits = z.strictObject(limits)

/** @throws {OptionError} naming the option. */
export const parseClassification = (options: ClassificationTreeOptions) =>
  parseWith(classificationSchema, options, 'classificationTree', OptionError)

/** @throws {OptionError} naming the option. */
export const parseRegression = (options: RegressionTreeOptions) => ({
  ...parseWith(regressionSchema, options, 'regressionTree', OptionError),
  criterion: 'squaredError' as const satisfies GrowthLimits['criterion'],
})

/** @throws {OptionError} unless there is a name for each. */
export function namesFor(
  given: readonly string[] | undefined,
  count: number,
  word: string,
  where: string,
): readonly string[] {
  if (given === undefined) return Array.from({ length: count }, (_, i) => `${word}${i}`)
  if (given.length === count) return given
  throw new OptionError({
    where,
    problem: 'there is not a name for each',
    expected: `${count} names`,
    received: String(given.length),
  })
}

/** @throws {DataError} unless there is a weight ≥ 0 for every row, and one > 0. */
export function weightsFor({ rows }: Matrix, given?: ArrayLike<number>): Float64Array {
  const weights = given === undefined ? new Float64Array(rows).fill(1) : Float64Array.from(given)
  const bad = weights.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY))
  if (bad >= 0 || weights.length !== rows || !weights.some((weight) => weight > 0)) {
    throw new DataError({
      where: bad < 0 ? 'sampleWeight' : `sampleWeight of row ${bad}`,
      problem: 'these are no weights of the rows',
      expected: `${rows} numbers from 0, not all of them 0`,
      received: bad < 0 ? `${weights.length} numbers` : String(weights[bad]),
    })
  }
  return weights
}

/** @throws {DataError} unless there is a class for every row, one of `classes` if that is given. */
export function labelsFor(
  { rows }: Matrix,
  given: ArrayLike<number>,
  classes?: number,
): Int32Array {
  const most = classes ?? Number.MAX_SAFE_INTEGER
  if (given.length !== rows) {
    throw new DataError({
      where: 'labels',
      problem: 'there is not one for every row',
      expected: String(rows),
      received: String(given.length),
    })
  }
  return Int32Array.from(given, (label, row) => {
    if (Number.isInteger(label) && label >= 0 && label < most) return label
    throw new DataError({
      where: `label of row ${row}`,
      problem: 'it is no class',
      expected: classes === undefined ? 'a whole number from 0' : `0 to ${classes - 1}`,
      received: String(label),
    })
  })
}
