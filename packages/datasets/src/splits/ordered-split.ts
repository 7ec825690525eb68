import { requireKnownOptions, requireRowCount, requireShare } from '../checks.js'
import { type Split, splitOf } from './classes.js'

/** Options of {@link orderedSplit}. */
export interface OrderedSplitOptions {
  /** Share of the rows that is for testing, between 0 and 1. */
  readonly testShare: number
}

/**
 * Keeps the last rows for testing, to the nearest row and never fewer than one. For rows whose
 * order means something: times, or writers, so that the test is of what comes later.
 *
 * @param rows how many rows there are.
 * @throws {OptionError} if the share is not between 0 and 1, or an option is unknown.
 * @throws {DataError} if there are fewer than two rows.
 *
 * @example
 * const { train, test } = orderedSplit(digits().y.length, { testShare: 0.5 }) // other writers
 */
export function orderedSplit(rows: number, options: OrderedSplitOptions): Split {
  requireKnownOptions(options, ['testShare'], 'orderedSplit')
  requireShare(options.testShare)
  requireRowCount(rows, 2, 'It takes a row for training and one for testing.')
  const count = Math.min(rows - 1, Math.max(1, Math.round(rows * options.testShare)))
  return splitOf(
    Array.from({ length: count }, (_, i) => rows - count + i),
    rows,
  )
}
