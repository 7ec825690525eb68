import { DataError, permutation, randomKey } from '@parallax-ml/core'
import { requireKnownOptions, requireSeed, requireShare } from '../checks.js'
import { type Split, splitOf } from './classes.js'

/** Options of {@link groupedSplit}. */
export interface GroupedSplitOptions {
  /** Share of the rows that is for testing, between 0 and 1. */
  readonly testShare: number
  /** Decides which groups. Default 0. */
  readonly seed?: number
}

/**
 * Divides rows so that no group is on both sides: all rows of a patient, a writer, a machine are
 * either for training or for testing. The share is met as nearly as whole groups in their random
 * order allow, at worst within half of the largest, unless a side would be left without any.
 *
 * @param groups the group of each row, as numbers or names.
 * @throws {OptionError} if the share is not between 0 and 1, or an option is unknown.
 * @throws {DataError} if there are fewer than two groups, or one has no name.
 *
 * @example
 * const { train, test } = groupedSplit(patients, { testShare: 0.2, seed: 7 })
 */
export function groupedSplit(
  groups: ArrayLike<number | string>,
  options: GroupedSplitOptions,
): Split {
  requireKnownOptions(options, ['testShare', 'seed'], 'groupedSplit')
  const { testShare, seed = 0 } = options
  requireShare(testShare)
  requireSeed(seed)
  const members = shuffledGroups(groups, seed)
  const wanted = groups.length * testShare
  const tested: number[][] = []
  let count = 0
  for (const rows of members) {
    const more = count + rows.length
    const isNearer = Math.abs(more - wanted) < Math.abs(count - wanted)
    if (!isNearer || more === groups.length) continue
    tested.push(rows)
    count = more
  }
  return splitOf(count > 0 ? tested.flat() : smallest(members), groups.length)
}

/** The rows of each group, the groups in random order. */
function shuffledGroups(groups: ArrayLike<number | string>, seed: number): number[][] {
  const members = new Map<number | string, number[]>()
  for (let row = 0; row < groups.length; row++) {
    const group = groups[row]!
    requireName(group, row)
    const rows = members.get(group)
    if (rows === undefined) members.set(group, [row])
    else rows.push(row)
  }
  const all = [...members.values()]
  if (all.length >= 2) {
    return Array.from(permutation(randomKey(seed, 'groupedSplit'), all.length), (i) => all[i]!)
  }
  throw new DataError({
    where: 'groups',
    problem: 'too few groups',
    expected: 'at least 2',
    received: String(all.length),
    hint: 'Each side needs a group of its own.',
  })
}

const smallest = (members: readonly number[][]): number[] =>
  members.reduce((least, rows) => (rows.length < least.length ? rows : least))

function requireName(group: unknown, row: number): void {
  if (typeof group === 'string' || Number.isFinite(group)) return
  throw new DataError({
    where: `groups[${row}]`,
    problem: 'not a group',
    expected: 'a finite number or a name',
    received: String(group),
  })
}
