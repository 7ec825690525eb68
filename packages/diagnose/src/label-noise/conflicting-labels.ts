import { checkLength } from '../statistics/check.js'
import { groupEqualRows } from './duplicates.js'

/** Equal rows, not all with the same label. */
export interface LabelConflict {
  readonly rows: number[]
  /** Of these rows, in their order. */
  readonly labels: number[]
}

/**
 * Equal rows with different labels: no model can get all of them right.
 * @throws {DataError} if rows or labels do not fit.
 */
export function conflictingLabels(
  rows: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
): LabelConflict[] {
  checkLength('labels', labels, rows.length, 'rows')
  return groupEqualRows(rows)
    .map((group) => ({ rows: group, labels: group.map((row) => labels[row]!) }))
    .filter((conflict) => new Set(conflict.labels).size > 1)
}
