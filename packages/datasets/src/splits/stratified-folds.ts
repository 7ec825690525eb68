import { requireFolds, requireKnownOptions, requireRows, requireSeed } from '../checks.js'
import { dealtFolds, type Split, shuffledClasses } from './classes.js'

/** Options of {@link stratifiedFolds}. */
export interface StratifiedFoldsOptions {
  /** How many parts; each is the test part once. */
  readonly folds: number
  /** Decides which rows. Default 0. */
  readonly seed?: number
}

/**
 * Divides rows for cross-validation: every row is tested exactly once. The folds differ by at most
 * one row, in each class and in all.
 *
 * @param labels the class of each row, as whole numbers from 0.
 * @throws {OptionError} if there are fewer than two folds, or an option is unknown.
 * @throws {DataError} if a class has fewer rows than there are folds.
 *
 * @example
 * for (const { train, test } of stratifiedFolds(data.y, { folds: 5, seed: 7 })) { … }
 */
export function stratifiedFolds(
  labels: ArrayLike<number>,
  options: StratifiedFoldsOptions,
): Split[] {
  requireKnownOptions(options, ['folds', 'seed'], 'stratifiedFolds')
  const { folds, seed = 0 } = options
  requireFolds(folds)
  requireSeed(seed)
  const classes = shuffledClasses(labels, seed, 'stratifiedFolds')
  requireRows(classes, folds, `Take fewer folds, or gather more rows of that class.`)
  // One deal through all classes, so that no fold collects the surplus rows of each.
  const dealt = [...classes.values()].flat()
  return dealtFolds(dealt, folds)
}
