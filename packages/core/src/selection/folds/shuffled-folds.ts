import { DataError } from '../../errors/parallax-error.js'
import { show } from '../../errors/show.js'
import { permutation, randomKey } from '../../random/draws.js'
import { type FoldOptions, parseFoldOptions } from './fold-options.js'
import { dealtFolds, type Split } from './split.js'

/** Options of {@link shuffledFolds}. */
export interface ShuffledFoldsOptions extends FoldOptions {}

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
  const { folds, seed } = parseFoldOptions(options, 'shuffledFolds')
  if (!Number.isSafeInteger(rows) || rows < folds) {
    throw new DataError({
      where: 'rows',
      problem: 'not a number of rows that can be divided',
      expected: `a whole number of at least ${folds}`,
      received: show(rows),
      hint: 'Each fold needs a row.',
    })
  }
  return dealtFolds(Array.from(permutation(randomKey(seed, 'shuffledFolds'), rows)), folds)
}
