import { checkPredictions } from '../calibration/top-label.js'
import { selfConfidences } from './label-quality.js'

/** Rounding must not part a probability from a threshold that it equals; as in cleanlab. */
const slack = 1e-6

/** What {@link confidentLearning} gives. */
export interface ConfidentLearning {
  /** Mean probability of each class over the rows labelled so; infinite for a class without rows. */
  readonly thresholds: number[]
  /** `[label][confident class]`: rows whose class is confident; others are in no cell. */
  readonly joint: number[][]
  /** Rows whose confident class is not their label, the least sure of their label first. */
  readonly suspects: number[]
}

/**
 * Which labels are likely wrong: confident learning (Northcutt, Jiang and Chuang, "Confident learning:
 * estimating uncertainty in dataset labels", 2021). The confident class of a row is the most probable
 * one among those that reach the mean probability of their own rows. The numbers are cleanlab's.
 *
 * @param probabilities `[rows][classes]`, out of fold: from models not trained on the row.
 * @param labels the given class of each row, which may be wrong.
 * @throws {DataError} if rows or labels do not fit.
 */
export function confidentLearning(
  probabilities: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
): ConfidentLearning {
  checkPredictions(probabilities, labels)
  const classes = probabilities[0]!.length
  const thresholds = classThresholds(probabilities, labels)
  const joint = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  const suspects: number[] = []
  probabilities.forEach((row, i) => {
    const confident = confidentClass(row, thresholds)
    if (confident === undefined) return
    joint[labels[i]!]![confident]!++
    if (confident !== labels[i]) suspects.push(i)
  })
  const confidence = selfConfidences(probabilities, labels)
  return { thresholds, joint, suspects: suspects.sort((a, b) => confidence[a]! - confidence[b]!) }
}

/** Mean probability of each class over the rows labelled so. */
function classThresholds(
  probabilities: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
): number[] {
  const sums = Array.from(probabilities[0]!, () => ({ total: 0, rows: 0 }))
  probabilities.forEach((row, i) => {
    const sum = sums[labels[i]!]!
    sum.total += row[labels[i]!]!
    sum.rows++
  })
  return sums.map(({ total, rows }) => (rows === 0 ? Number.POSITIVE_INFINITY : total / rows))
}

function confidentClass(row: ArrayLike<number>, thresholds: readonly number[]): number | undefined {
  let best: number | undefined
  for (let k = 0; k < row.length; k++) {
    if (row[k]! < thresholds[k]! - slack) continue
    if (best === undefined || row[k]! > row[best]!) best = k
  }
  return best
}
