import { checkLabels, checkLength, checkRows } from '../statistics/check.js'

/** How sure a classifier was of its answers, and which were right: what calibration is judged by. */
export interface TopLabels {
  /** The largest probability of each row. */
  readonly confidences: number[]
  /** 1 where that class is the label, else 0. */
  readonly outcomes: number[]
}

/**
 * The most probable class of every row; of equal ones the first.
 *
 * @param probabilities one row of class probabilities per label.
 * @throws {DataError} if rows or labels do not fit.
 */
export function topLabels(
  probabilities: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
): TopLabels {
  checkPredictions(probabilities, labels)
  const guesses = probabilities.map(indexOfLargest)
  return {
    confidences: probabilities.map((row, i) => row[guesses[i]!]!),
    outcomes: guesses.map((guess, i) => (guess === labels[i] ? 1 : 0)),
  }
}

/** The index of the largest number; of equal ones the first. */
export function indexOfLargest(row: ArrayLike<number>): number {
  let largest = 0
  for (let k = 1; k < row.length; k++) if (row[k]! > row[largest]!) largest = k
  return largest
}

/** @throws {DataError} unless there is a row of equally many finite numbers for every label. */
export function checkPredictions(
  rows: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  name = 'probabilities',
): void {
  checkRows(name, rows)
  checkLength('labels', labels, rows.length, name)
  checkLabels('labels', labels, rows[0]!.length)
}
