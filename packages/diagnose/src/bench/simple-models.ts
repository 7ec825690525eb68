import { mean, type Split } from '@parallax-ml/core'
import { classificationTree, regressionTree, treeModel } from '@parallax-ml/interpret'
import type { LabelledRows, Subject } from '../subject.js'
import { type Answers, pick, scoresOf } from './answers.js'
import { leastSquares } from './least-squares.js'
import { logisticAnswers } from './logistic.js'
import { matrixOf, rowsOf } from './matrix.js'
import type { TrainingPlace } from './predictor.js'

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
    subject: Subject,
    place: TrainingPlace,
  ): Promise<Answers>
}

const forClasses: readonly SimpleModel[] = [
  {
    name: 'the most frequent class',
    async answer({ y }, left, { classNames }) {
      const shares = classNames.map((_, k) => y.filter((label) => label === k).length / y.length)
      return left.map(() => shares)
    },
  },
  { name: 'a logistic regression', answer: logisticAnswers },
  {
    name: `a tree of depth ${depth}`,
    async answer({ x, y }, left, { classNames }) {
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
  subject: Subject,
  splits: readonly Split[],
  place: TrainingPlace,
): Promise<readonly SimpleScores[]> {
  const { train, kind } = subject
  const results: SimpleScores[] = []
  for (const { name, answer } of kind === 'classification' ? forClasses : forNumbers) {
    const scores: number[] = []
    for (const split of splits) {
      const left = pick(train, split.test)
      const answers = await answer(pick(train, split.train), left.x, subject, place)
      scores.push(scoresOf(answers, left.y, kind).score)
    }
    results.push({ name, scores })
  }
  return results
}
