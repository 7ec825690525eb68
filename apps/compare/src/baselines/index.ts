import type { Rows, Task, TaskData } from '../tasks/task.js'
import { likeliestClass, linearRegression } from './linear.js'
import { type Answer, majorityClass, meanTarget } from './majority.js'
import { nearestClass, nearestMean } from './nearest.js'

/** Test scores, accuracies or R², of what needs no network. */
export interface Baselines {
  /** Always the most frequent class of the training rows, or the mean of their targets. */
  readonly majority: number
  /** Logistic or linear regression. */
  readonly linear: number
  /** The nearest training row, or five; absent where test rows are training rows. */
  readonly nearest?: number
}

/** The names of the baselines, as sentences and tables have them. */
export const baselineNames = {
  classification: {
    majority: 'majority class',
    linear: 'logistic regression',
    nearest: 'nearest neighbour',
  },
  regression: { majority: 'mean', linear: 'linear regression', nearest: 'nearest neighbours' },
} as const satisfies Record<Task['kind'], Record<keyof Baselines, string>>

/** How baselines are described, for the protocol. */
export const baselineProtocol =
  'Baselines see the same training and test rows as the network, seed by seed. Majority class: always the most frequent class of the training rows; for a regression, their mean. Logistic regression: of standardised features, with a penalty of half the squared weights, as scikit-learn’s LogisticRegression(C=1); linear regression: least squares. Nearest neighbour: the class of the nearest training row, for a regression the mean of the five nearest, features scaled to unit variance unless they are all in one unit; given only where the test rows were not trained on.'

/** The baselines of one seed's rows. */
export function baselinesOf(
  { train, test }: Pick<TaskData, 'train' | 'test'>,
  task: Pick<Task, 'kind' | 'hasOwnTestRows' | 'featuresShareUnit'>,
): Baselines {
  const { kind, hasOwnTestRows, featuresShareUnit = false } = task
  const isClasses = kind === 'classification'
  const score = (answer: Answer): number => (isClasses ? accuracy : r2)(test, answer)
  const scores = {
    majority: score(isClasses ? majorityClass(train) : meanTarget(train)),
    linear: score(isClasses ? likeliestClass(train) : linearRegression(train)),
  }
  if (!hasOwnTestRows) return scores
  const nearest = (isClasses ? nearestClass : nearestMean)(train, featuresShareUnit)
  return { ...scores, nearest: score(nearest) }
}

const accuracy = ({ x, y }: Rows, answer: Answer): number =>
  x.filter((row, i) => answer(row) === y[i]).length / x.length

/** 1 − squared errors over squared distances from the mean of the targets judged. */
function r2({ x, y }: Rows, answer: Answer): number {
  const center = y.reduce((sum, value) => sum + value, 0) / y.length
  const squares = (values: readonly number[]): number => values.reduce((sum, v) => sum + v ** 2, 0)
  const errors = x.map((row, i) => y[i]! - answer(row))
  return 1 - squares(errors) / squares(y.map((value) => value - center))
}
