import { requireKnownOptions, requireRows, requireSeed, requireShare } from '../checks.js'
import { type Split, shuffledClasses, splitOf } from './classes.js'

/** Options of {@link stratifiedSplit}. */
export interface StratifiedSplitOptions {
  /** Share of each class that is for testing, between 0 and 1. */
  readonly testShare: number
  /** Decides which rows. Default 0. */
  readonly seed?: number
}

/**
 * Divides rows into training and test so that each class is in both by the same share, to the
 * nearest row and never fewer than one.
 *
 * @param labels the class of each row, as whole numbers from 0.
 * @throws {OptionError} if the share is not between 0 and 1, or an option is unknown.
 * @throws {DataError} if a class has fewer than two rows.
 *
 * @example
 * const { train, test } = stratifiedSplit(data.y, { testShare: 0.2, seed: 7 })
 */
export function stratifiedSplit(labels: ArrayLike<number>, options: StratifiedSplitOptions): Split {
  requireKnownOptions(options, ['testShare', 'seed'], 'stratifiedSplit')
  const { testShare, seed = 0 } = options
  requireShare(testShare)
  requireSeed(seed)
  const classes = shuffledClasses(labels, seed, 'stratifiedSplit')
  requireRows(classes, 2, 'Each class needs a row for training and one for testing.')
  const test = [...classes.values()].flatMap((rows) =>
    rows.slice(0, Math.min(rows.length - 1, Math.max(1, Math.round(rows.length * testShare)))),
  )
  return splitOf(test, labels.length)
}
