import { checkPredictions } from '../calibration/top-label.js'

/**
 * The probability of each row's own label: the lower, the more suspect the label.
 * @throws {DataError} if rows or labels do not fit.
 */
export function selfConfidences(
  probabilities: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
): number[] {
  checkPredictions(probabilities, labels)
  return probabilities.map((row, i) => row[labels[i]!]!)
}

/**
 * The probability of each row's own label minus the largest of the others, −1 to 1: below 0 the model
 * would label the row otherwise.
 * @throws {DataError} if rows or labels do not fit.
 */
export function labelMargins(
  probabilities: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
): number[] {
  checkPredictions(probabilities, labels)
  return probabilities.map((row, i) => {
    const others = Array.from(row).filter((_, k) => k !== labels[i])
    return row[labels[i]!]! - Math.max(...others)
  })
}
