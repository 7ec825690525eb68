import { permutation, randomKey } from '@parallax-ml/core'
import { requireKnownOptions, requireRowCount, requireSeed, requireShare } from '../checks.js'
import { type Split, splitOf } from './classes.js'

/** Options of {@link shuffledSplit}. */
export interface ShuffledSplitOptions {
  /** Share of the rows that is for testing, between 0 and 1. */
  readonly testShare: number
  /** Decides which rows. Default 0. */
  readonly seed?: number
}

/**
 * Divides rows at random, to the nearest row and never fewer than one on a side. For rows without
 * classes, as of a regression.
 *
 * @param rows how many rows there are.
 * @throws {OptionError} if the share is not between 0 and 1, or an option is unknown.
 * @throws {DataError} if there are fewer than two rows.
 *
 * @example
 * const { train, test } = shuffledSplit(data.y.length, { testShare: 0.2, seed: 7 })
 */
export function shuffledSplit(rows: number, options: ShuffledSplitOptions): Split {
  requireKnownOptions(options, ['testShare', 'seed'], 'shuffledSplit')
  const { testShare, seed = 0 } = options
  requireShare(testShare)
  requireSeed(seed)
  requireRowCount(rows, 2, 'It takes a row for training and one for testing.')
  const count = Math.min(rows - 1, Math.max(1, Math.round(rows * testShare)))
  return splitOf([...permutation(randomKey(seed, 'shuffledSplit'), rows).subarray(0, count)], rows)
}
