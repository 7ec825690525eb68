import { classesOf, classNamesOf } from '../explained/classes.js'
import type { Explainable } from '../explained/explainable.js'
import { type Matrix, takeRows } from '../matrix.js'
import { classificationTree, regressionTree } from '../trees/fit-tree.js'
import type { TreeOptions } from '../trees/options.js'
import { type DecisionTree, predictTree } from '../trees/tree.js'
import { agreementFidelity, agreementOf, type Fidelity, r2Fidelity, r2Of } from './fidelity.js'

/** What of a model's answers a tree imitates: the class, or the numbers. */
export type Imitated = 'classes' | 'values'

/** How the answers of a model are imitated, and how well. */
export interface Imitation {
  /** A tree of some of the rows. */
  fit(rows: ArrayLike<number>, maxDepth: number): DecisionTree
  /** On some of the rows, by the tree down to a depth. */
  score(tree: DecisionTree, rows: ArrayLike<number>, depth: number): number
  /** {@link Imitation.score} of the whole tree, with its interval. */
  fidelity(tree: DecisionTree, rows: ArrayLike<number>, seed: number): Fidelity
}

type Limits = Pick<TreeOptions, 'minSamplesLeaf' | 'minImpurityDecrease'>

/** The imitation of a model that gave these answers for these rows. */
export function imitationOf(
  explained: Explainable,
  imitated: Imitated,
  x: Matrix,
  answers: Matrix,
  limits: Limits,
): Imitation {
  const { featureNames, outputNames } = explained
  const given = (tree: DecisionTree, rows: ArrayLike<number>, depth?: number) =>
    predictTree(tree, takeRows(x, rows), depth)
  if (imitated === 'values') {
    const at = (rows: ArrayLike<number>) => takeRows(answers, rows)
    const options = { ...limits, featureNames, targetNames: outputNames }
    return {
      fit: (rows, maxDepth) =>
        regressionTree(takeRows(x, rows), at(rows), { ...options, maxDepth }),
      score: (tree, rows, depth) => r2Of(given(tree, rows, depth), at(rows)),
      fidelity: (tree, rows, seed) => r2Fidelity(given(tree, rows), at(rows), seed),
    }
  }
  const classes = classesOf(answers, explained)
  const classNames = classNamesOf(explained)
  const probabilities = { outputNames: classNames, space: 'probability' } as const
  const at = (rows: ArrayLike<number>) => Int32Array.from(rows, (row) => classes[row]!)
  const options = { ...limits, featureNames, classNames }
  const answer = (tree: DecisionTree, rows: ArrayLike<number>, depth?: number) =>
    classesOf(given(tree, rows, depth), probabilities)
  return {
    fit: (rows, maxDepth) =>
      classificationTree(takeRows(x, rows), at(rows), { ...options, maxDepth }),
    score: (tree, rows, depth) => agreementOf(answer(tree, rows, depth), at(rows)),
    fidelity: (tree, rows) => agreementFidelity(answer(tree, rows), at(rows)),
  }
}
