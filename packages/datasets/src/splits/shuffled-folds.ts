import { permutation, randomKey } from '@parallax-ml/core'
import { requireFolds, requireKnownOptions, requireRowCount, requireSeed } from '../checks.js'
import { dealtFolds, type Split } from './classes.js'

/** Options of {@link shuffledFolds}. */
export interface ShuffledFoldsOptions {
  /** How many parts; each is the test part once. */
  readonly folds: number
  /** Decides which rows. Default 0. */
  readonly seed?: number
}

/**
 * Divides rows without classes, as of a regression, for cross-validation: every row is tested
 * exactly once, and the folds differ by at most one row.
 *
 * @param rows how many rows there are.
 * @throws {OptionError} if there are fewer than two folds, or an option is unknown.
 * @throws {DataError} if there are fewer rows than folds.
 *
 * @example
 * for (const { train, test } of shuffledFolds(data.y.length, { folds: 5, seed: 7 })) { … }
 */
export function shuffledFolds(rows: number, options: ShuffledFoldsOptions): Split[] {
  requireKnownOptions(options, ['folds', 'seed'], 'shuffledFolds')
  const { folds, seed = 0 } = options
  requireFolds(folds)
  requireSeed(seed)
  requireRowCount(rows, folds, 'Each fold needs a row.')
  return dealtFolds(Array.from(permutation(randomKey(seed, 'shuffledFolds'), rows)), folds)
}
