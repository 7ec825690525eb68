import { DataError } from '../../errors/parallax-error.js'
import { type FoldOptions, parseFoldOptions } from './fold-options.js'
import { shuffledClasses } from './shuffled-classes.js'
import { dealtFolds, type Split } from './split.js'

/** Options of {@link stratifiedFolds}. */
export interface StratifiedFoldsOptions extends FoldOptions {}

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
  const { folds, seed } = parseFoldOptions(options, 'stratifiedFolds')
  const classes = shuffledClasses(labels, seed, 'stratifiedFolds')
  requireRows(classes, folds)
  // One deal through all classes, so that no fold collects the surplus rows of each.
  return dealtFolds([...classes.values()].flat(), folds)
}

function requireRows(classes: ReadonlyMap<number, readonly number[]>, folds: number): void {
  if (classes.size === 0) throw new DataError({ where: 'labels', problem: 'there are no rows' })
  for (const [label, rows] of classes) {
    if (rows.length >= folds) continue
    throw new DataError({
      where: `labels of class ${label}`,
      problem: 'too few rows',
      expected: `at least ${folds}`,
      received: String(rows.length),
      hint: 'Take fewer folds, or gather more rows of that class.',
    })
  }
}
