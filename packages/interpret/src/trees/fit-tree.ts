import { DataError } from '@parallax-ml/core'
import { type Matrix, type MatrixLike, toMatrix } from '../matrix.js'
import { type GrowthLimits, grow } from './grow.js'
import {
  type ClassificationTreeOptions,
  labelsFor,
  namesFor,
  parseClassification,
  parseRegression,
  type RegressionTreeOptions,
  weightsFor,
} from './options.js'
import type { DecisionTree } from './tree.js'

/**
 * A tree that tells classes apart, by Gini impurity or entropy (CART: Breiman, Friedman, Olshen
 * and Stone, 1984). Of splits that are equally good, to a billionth of the node's impurity, it
 * takes the lowest feature, then the lowest threshold; nothing is drawn at random.
 *
 * @param labels the class of every row, whole numbers from 0.
 * @throws {OptionError} naming the option.
 * @throws {DataError} naming the row, label or weight that is none.
 *
 * @example
 * const tree = classificationTree(rows, labels, { maxDepth: 3, classNames: ['no', 'yes'] })
 * predictTree(tree, rows)
 */
export function classificationTree(
  rows: MatrixLike,
  labels: ArrayLike<number>,
  options: ClassificationTreeOptions = {},
): DecisionTree {
  const parsed = parseClassification(options)
  const x = toMatrix(rows, 'rows')
  const y = labelsFor(x, labels, parsed.classNames?.length)
  const classes =
    parsed.classNames?.length ?? y.reduce((most, label) => Math.max(most, label), 0) + 1
  const values = new Float64Array(x.rows * classes)
  y.forEach((label, row) => {
    values[row * classes + label] = 1
  })
  return fitTree(x, { rows: x.rows, columns: classes, values }, parsed, {
    featureNames: namesFor(parsed.featureNames, x.columns, 'x', 'featureNames'),
    outputNames: namesFor(parsed.classNames, classes, 'output ', 'classNames'),
  })
}

/**
 * A tree of means with the least squares of what they leave, of one target or several (whose
 * squares are added up); otherwise as {@link classificationTree}.
 *
 * @param targets a number for every row, or a row of numbers.
 * @throws {OptionError} naming the option.
 * @throws {DataError} naming the row, target or weight that is none.
 */
export function regressionTree(
  rows: MatrixLike,
  targets: readonly number[] | Float64Array | MatrixLike,
  options: RegressionTreeOptions = {},
): DecisionTree {
  const parsed = parseRegression(options)
  const x = toMatrix(rows, 'rows')
  const y = toMatrix(asRows(targets), 'targets')
  if (y.rows !== x.rows) {
    throw new DataError({
      where: 'targets',
      problem: 'there is not one for every row',
      expected: String(x.rows),
      received: String(y.rows),
    })
  }
  return fitTree(x, y, parsed, {
    featureNames: namesFor(parsed.featureNames, x.columns, 'x', 'featureNames'),
    outputNames: namesFor(parsed.targetNames, y.columns, 'output ', 'targetNames'),
  })
}

const asRows = (targets: readonly number[] | Float64Array | MatrixLike): MatrixLike =>
  ArrayBuffer.isView(targets) || (Array.isArray(targets) && typeof targets[0] === 'number')
    ? { rows: targets.length, columns: 1, values: Float64Array.from(targets as number[]) }
    : (targets as MatrixLike)

type Names = Pick<DecisionTree, 'featureNames' | 'outputNames'>
type FitOptions = GrowthLimits & { readonly sampleWeight?: ArrayLike<number> | undefined }

function fitTree(x: Matrix, y: Matrix, options: FitOptions, names: Names): DecisionTree {
  const weights = weightsFor(x, options.sampleWeight)
  const rows = Int32Array.from(weights.keys()).filter((row) => weights[row]! > 0)
  const targets = { outputs: y.columns, values: y.values, weights }
  const nodes = grow(x, rows, targets, options)
  return { kind: 'tree', criterion: options.criterion, ...names, nodes }
}
