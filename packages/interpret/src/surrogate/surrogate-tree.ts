import { DataError, OptionError, parseWith, permutation, randomKey } from '@parallax-ml/core'
import { z } from 'zod'
import { counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import type { Explained } from '../explanation.js'
import { type Matrix, type MatrixLike, toMatrix, zeros } from '../matrix.js'
import { truncateTree } from '../trees/branches.js'
import { growthLimits } from '../trees/options.js'
import type { DecisionTree } from '../trees/tree.js'
import { chooseDepth, type DepthPoint, depthCurve } from './depth-curve.js'
import type { Fidelity } from './fidelity.js'
import { type Imitated, imitationOf } from './imitation.js'

/** Options of {@link surrogateTree}. */
export interface SurrogateOptions {
  /** Default: classes, unless the model gives values. */
  readonly imitates?: Imitated
  /** The tree's depth; default the one that the curve asks for. */
  readonly depth?: number
  /** Depths that are tried, from 1. Default 6: deeper trees are hard to read. */
  readonly maxDepth?: number
  /** Rows that either side of a split has at least. Default 1. */
  readonly minSamplesLeaf?: number
  /** As of {@link TreeOptions}. Default 0. */
  readonly minImpurityDecrease?: number
  /** The share of the rows that fidelity is measured on, or other rows for it. Default 0.3. */
  readonly heldOut?: number | MatrixLike
  /** Parts of the cross-validation behind the curve. Default 5. */
  readonly folds?: number
  /** Decides which rows are held out, and the folds. Default 0. */
  readonly seed?: number
}

/** A tree that imitates a model, and how faithfully. */
export interface Surrogate extends Explained {
  readonly kind: 'surrogate'
  readonly imitates: Imitated
  readonly tree: DecisionTree
  readonly depth: number
  /** On the rows held out, which neither tree nor depth were fitted on. */
  readonly fidelity: Fidelity
  /** By cross-validation over the other rows, from depth 1. */
  readonly curve: readonly DepthPoint[]
  /** Indices of the rows held out; absent if they were given. */
  readonly heldOut?: readonly number[]
}

const otherRows = z.custom<MatrixLike>(
  (value) => typeof value === 'object' && value !== null,
  'neither a share nor rows',
)
const schema = growthLimits.extend({
  imitates: z.enum(['classes', 'values']).optional(),
  depth: z.int().min(1).optional(),
  maxDepth: z.int().min(1).default(6),
  heldOut: z.union([z.number().gt(0).lt(1), otherRows]).default(0.3),
  folds: z.int().min(2).default(5),
  seed: z.int().min(0).default(0),
})

/**
 * Fits a tree to what a model answers (Craven and Shavlik, Extracting tree-structured
 * representations of trained networks, 1996), and measures on rows it has not seen how often or
 * how closely it answers the same. The depth is the smallest that is within one standard error of
 * the most faithful one, by cross-validation over the fitted rows.
 *
 * @throws {OptionError} naming the option.
 * @throws {DataError} if there are too few rows, or they do not fit the model.
 *
 * @example
 * const { tree, fidelity } = await surrogateTree(explained, rows)
 * const rules = rulesOf(tree)
 */
export async function surrogateTree(
  explained: Explainable,
  rows: MatrixLike,
  options: SurrogateOptions = {},
): Promise<Surrogate> {
  const parsed = parseWith(schema, options, 'surrogateTree', OptionError)
  const { featureNames, outputNames, space, provenance } = explained
  const { folds, seed, minSamplesLeaf, minImpurityDecrease } = parsed
  const own = toMatrix(rows, 'rows', featureNames.length)
  const division = divide(own, parsed.heldOut, seed)
  requireRows(division.fitted.length, folds)
  const asked = counted(explained)
  const answers = await asked.predict(division.all)
  const imitates = parsed.imitates ?? (space === 'value' ? 'values' : 'classes')
  const limits = { minSamplesLeaf, minImpurityDecrease }
  const imitation = imitationOf(explained, imitates, division.all, answers, limits)
  const depths = Math.max(parsed.maxDepth, parsed.depth ?? 0)
  const whole = imitation.fit(division.fitted, depths)
  const curve = depthCurve(imitation, whole, division.fitted, { depths, folds, seed })
  const depth = parsed.depth ?? chooseDepth(curve)
  const tree = truncateTree(whole, depth)
  return {
    kind: 'surrogate',
    method: 'surrogateTree',
    featureNames,
    outputNames,
    space,
    imitates,
    tree,
    depth,
    fidelity: imitation.fidelity(tree, division.heldOut, seed),
    curve,
    ...(typeof parsed.heldOut === 'number' && { heldOut: division.heldOut }),
    checks: { evaluations: asked.evaluations, seed },
    provenance,
  }
}

/** All rows, and the indices of those that are fitted on and those that are not. */
interface Division {
  readonly all: Matrix
  readonly fitted: readonly number[]
  readonly heldOut: readonly number[]
}

function divide(own: Matrix, heldOut: number | MatrixLike, seed: number): Division {
  if (typeof heldOut === 'number') {
    const order = Array.from(permutation(randomKey(seed, 'surrogate'), own.rows))
    const count = Math.max(1, Math.round(heldOut * own.rows))
    const ascending = (part: number[]) => part.sort((a, b) => a - b)
    return {
      all: own,
      fitted: ascending(order.slice(count)),
      heldOut: ascending(order.slice(0, count)),
    }
  }
  const others = toMatrix(heldOut, 'heldOut', own.columns)
  const all = zeros(own.rows + others.rows, own.columns)
  all.values.set(own.values)
  all.values.set(others.values, own.values.length)
  const indices = Array.from({ length: all.rows }, (_, row) => row)
  return { all, fitted: indices.slice(0, own.rows), heldOut: indices.slice(own.rows) }
}

function requireRows(fitted: number, folds: number): void {
  if (fitted >= 2 * folds) return
  throw new DataError({
    where: 'rows',
    problem: 'too few are left to fit on',
    expected: `at least ${2 * folds}, two in each of ${folds} folds`,
    received: String(fitted),
  })
}
