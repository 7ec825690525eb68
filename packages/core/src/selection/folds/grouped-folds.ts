import { DataError } from '../../errors/parallax-error.js'
import { show } from '../../errors/show.js'
import { permutation, randomKey } from '../../random/draws.js'
import { type FoldOptions, parseFoldOptions } from './fold-options.js'
import { type Split, splitOf } from './split.js'

/** Options of {@link groupedFolds}. */
export interface GroupedFoldsOptions extends FoldOptions {}

/**
 * Divides rows for cross-validation so that no group, such as all rows of a patient, is on both
 * sides: every row is tested exactly once. The groups, in random order, go to whichever fold has the
 * fewest rows so far, so that folds differ by at most the largest group.
 *
 * @param groups the group of each row, as numbers or names.
 * @throws {OptionError} if there are fewer than two folds, or an option is unknown.
 * @throws {DataError} if there are fewer groups than folds, or one has no name.
 *
 * @example
 * for (const { train, test } of groupedFolds(patients, { folds: 5, seed: 7 })) { … }
 */
export function groupedFolds(
  groups: ArrayLike<number | string>,
  options: GroupedFoldsOptions,
): Split[] {
  const { folds, seed } = parseFoldOptions(options, 'groupedFolds')
  const members = [...rowsByGroup(groups).values()]
  if (members.length < folds) {
    throw new DataError({
      where: 'groups',
      problem: 'too few groups',
      expected: `at least ${folds}`,
      received: String(members.length),
      hint: 'Each fold needs a group of its own.',
    })
  }
  const tested = Array.from({ length: folds }, (): number[] => [])
  for (const i of permutation(randomKey(seed, 'groupedFolds'), members.length)) {
    const smallest = tested.reduce((least, rows) => (rows.length < least.length ? rows : least))
    for (const row of members[i]!) smallest.push(row)
  }
  return tested.map((rows) => splitOf(rows, groups.length))
}

function rowsByGroup(groups: ArrayLike<number | string>): Map<number | string, number[]> {
  const members = new Map<number | string, number[]>()
  for (let row = 0; row < groups.length; row++) {
    const group = groups[row]!
    if (typeof group !== 'string' && !Number.isFinite(group)) {
      throw new DataError({
        where: `groups[${row}]`,
        problem: 'not a group',
        expected: 'a finite number or a name',
        received: show(group),
      })
    }
    const rows = members.get(group)
    if (rows === undefined) members.set(group, [row])
    else rows.push(row)
  }
  return members
}
