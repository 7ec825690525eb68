import { DataError } from '../../errors/parallax-error.js'
import { derivedSeed } from '../../random/derived-seed.js'
import { groupedFolds } from './grouped-folds.js'
import { shuffledFolds } from './shuffled-folds.js'
import type { Split } from './split.js'
import { stratifiedFolds } from './stratified-folds.js'

/** Rows, and what is known of them when they are divided; at most one of classes and groups. */
export interface DividedRows {
  readonly rows: number
  /** The class of each row. */
  readonly classes?: ArrayLike<number> | undefined
  /** The group of each row. */
  readonly groups?: ArrayLike<number | string> | undefined
}

/** Folds of rows, by their groups or classes where they have some. */
export function divideRows({ rows, classes, groups }: DividedRows, folds: number, seed: number) {
  if (groups) return groupedFolds(groups, { folds, seed })
  return classes ? stratifiedFolds(classes, { folds, seed }) : shuffledFolds(rows, { folds, seed })
}

/**
 * Divides the training rows of a split once more, into rows to train on and rows to watch.
 * @throws {DataError} if there are too few.
 */
export function divideTraining(
  { train }: Split,
  { classes, groups }: DividedRows,
  folds: number,
  seed: number,
): Split {
  const of = <Value>(values: ArrayLike<Value> | undefined): Value[] | undefined =>
    values && train.map((row) => values[row]!)
  const known = { rows: train.length, classes: of(classes), groups: of(groups) }
  const [inner] = divideRows(known, folds, derivedSeed(seed, 'validationFolds')) as [Split]
  return { train: inner.train.map((i) => train[i]!), test: inner.test.map((i) => train[i]!) }
}

/**
 * Checks splits that were given.
 * @throws {DataError} if there is no such row, or one is twice in a split.
 */
export function checkSplits(splits: readonly Split[], rows: number): readonly Split[] {
  for (const [i, { train, test }] of splits.entries()) {
    const seen = new Set<number>()
    for (const row of [...train, ...test]) {
      const problem =
        row >= rows ? `there is no row ${row}` : seen.has(row) && `row ${row} is in it twice`
      if (problem) throw new DataError({ where: `folds[${i}]`, problem, ...hintOf(rows) })
      seen.add(row)
    }
  }
  return splits
}

const hintOf = (rows: number) => ({ expected: `row indices from 0 to ${rows - 1}, each once` })
