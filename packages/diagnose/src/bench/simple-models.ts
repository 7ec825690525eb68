import { mean, type Split } from '@parallax-ml/core'
import {
  classificationTree,
  logisticModel,
  logisticRegression,
  type Matrix,
  regressionTree,
  treeModel,
} from '@parallax-ml/interpret'
import type { LabelledRows, Subject } from '../subject.js'
import { type Answers, pick, scoresOf } from './answers.js'
import { leastSquares } from './least-squares.js'

/** A model that needs no network, with its score on the rows left out of every fold. */
export interface SimpleScores {
  /** As it stands in sentences: `a logistic regression`. */
  readonly name: string
  readonly scores: readonly number[]
}

/** Splits of the trees on their longest way. */
const depth = 3

interface SimpleModel {
  readonly name: string
  answer(
    own: LabelledRows,
    left: LabelledRows['x'],
    classNames: readonly string[],
  ): Promise<Answers>
}

const forClasses: readonly SimpleModel[] = [
  {
    name: 'the most frequent class',
    async answer({ y }, left, classNames) {
      const shares = classNames.map((_, k) => y.filter((label) => label === k).length / y.length)
      return left.map(() => shares)
    },
  },
  {
    name: 'a logistic regression',
    async answer({ x, y }, left, classNames) {
      const fitted = logisticRegression(x, y, { classNames, standardErrors: false })
      return rowsOf(await logisticModel(fitted).predict(matrixOf(left)))
    },
  },
  {
    name: `a tree of depth ${depth}`,
    async answer({ x, y }, left, classNames) {
      const tree = classificationTree(x, y, { maxDepth: depth, classNames })
      return rowsOf(await treeModel(tree).predict(matrixOf(left)))
    },
  },
]

const forNumbers: readonly SimpleModel[] = [
  { name: 'the mean', answer: async ({ y }, left) => left.map(() => [mean(y)]) },
  {
    name: 'a linear regression',
    async answer({ x, y }, left) {
      const predict = leastSquares(x, y)
      return left.map((row) => [predict(row)])
    },
  },
  {
    name: `a tree of depth ${depth}`,
    async answer({ x, y }, left) {
      const tree = regressionTree(x, y, { maxDepth: depth })
      return rowsOf(await treeModel(tree).predict(matrixOf(left)))
    },
  },
]

/** Simple models on the folds that networks are judged by. */
export async function simpleScores(
  { train, kind, classNames }: Subject,
  splits: readonly Split[],
): Promise<readonly SimpleScores[]> {
  const results: SimpleScores[] = []
  for (const { name, answer } of kind === 'classification' ? forClasses : forNumbers) {
    const scores: number[] = []
    for (const split of splits) {
      const left = pick(train, split.test)
      const answers = await answer(pick(train, split.train), left.x, classNames)
      scores.push(scoresOf(answers, left.y, kind).score)
    }
    results.push({ name, scores })
  }
  return results
}

const matrixOf = (x: LabelledRows['x']): Matrix => ({
  rows: x.length,
  columns: x[0]!.length,
  values: Float64Array.from(x.flat()),
})

const rowsOf = ({ rows, columns, values }: Matrix): Answers =>
  Array.from({ length: rows }, (_, r) =>
    Array.from(values.subarray(r * columns, (r + 1) * columns)),
  )
