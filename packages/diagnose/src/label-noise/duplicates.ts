import { median } from '@parallax-ml/core'
import { checkRows } from '../statistics/check.js'
import { nearestAmong, nearestNeighbours } from './nearest-neighbours.js'
import { standardized } from './standardized.js'

/** Rows nearer than this share of the median distance between nearest neighbours; cleanlab's. */
const nearShare = 0.13

/** Two rows and how far apart they are on standardised columns; `other` of the same or the other set. */
export interface RowPair {
  readonly row: number
  readonly other: number
  readonly distance: number
}

/** What {@link findDuplicates} gives. */
export interface Duplicates {
  /** Rows that are equal, in groups of two or more. */
  readonly exact: number[][]
  /** Rows that are all but equal to their nearest different row, each pair once. */
  readonly near: RowPair[]
  /** Below it rows count as near: 0.13 of the median distance between nearest different rows. */
  readonly radius: number
}

/** What {@link findLeaks} gives: rows of the test set, with `other` the nearest of the training set. */
export interface Leaks {
  readonly exact: RowPair[]
  readonly near: RowPair[]
  readonly radius: number
}

/** Rows with the same numbers, in groups of one or more, as they first occur. */
export function groupEqualRows(rows: readonly ArrayLike<number>[]): number[][] {
  checkRows('rows', rows)
  const groups = new Map<string, number[]>()
  rows.forEach((row, i) => {
    // −0 is 0 here, as it is in a comparison.
    const key = Array.from(row, (value) => value + 0).join()
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [i])
    else group.push(i)
  })
  return [...groups.values()]
}

/**
 * Exact and near duplicates among rows.
 * @throws {DataError} without rows, or if they differ in length or hold what is no finite number.
 */
export function findDuplicates(rows: readonly ArrayLike<number>[]): Duplicates {
  const groups = groupEqualRows(rows)
  const exact = groups.filter((group) => group.length > 1)
  if (groups.length < 2) return { exact, near: [], radius: 0 }
  const firsts = groups.map((group) => group[0]!)
  const table = standardized(
    firsts.map((row) => rows[row]!),
    rows,
  )
  const { indices, distances } = nearestNeighbours(table, 1)
  const radius = nearShare * median([...distances])
  const isMutual = (i: number): boolean => indices[indices[i]!] === i
  const near = firsts.flatMap((row, i) => {
    if (!(distances[i]! < radius) || (isMutual(i) && indices[i]! < i)) return []
    return [{ row, other: firsts[indices[i]!]!, distance: distances[i]! }]
  })
  return { exact, near, radius }
}

/**
 * Rows of a test set that the training set has too, exactly or nearly. Columns are standardised by
 * the training set, and its distances say what is near.
 * @throws {DataError} without rows, or if they differ in length or hold what is no finite number.
 */
export function findLeaks(
  train: readonly ArrayLike<number>[],
  test: readonly ArrayLike<number>[],
): Leaks {
  const { radius } = findDuplicates(train)
  const places = standardized(train)
  const { indices, distances } = nearestAmong(standardized(test, train), places, 1)
  const pairs = test.map((_, row) => ({ row, other: indices[row]!, distance: distances[row]! }))
  return {
    exact: pairs.filter(({ distance }) => distance === 0),
    near: pairs.filter(({ distance }) => distance > 0 && distance < radius),
    radius,
  }
}
