import type { OutputSpace } from './explanation.js'

/** Where one output turns from class 0 to class 1. */
const turnsAt = (space: OutputSpace): number => (space === 'logit' ? 0 : 0.5)

/** The index of the largest answer; of one output 1 above ½, of one logit 1 above 0. */
export const classOf = (row: Float64Array, space: OutputSpace): number =>
  row.length > 1
    ? row.reduce((best, x, i) => (x > row[best]! ? i : best), 0)
    : Number(row[0]! > turnsAt(space))

/** By how much a class wins: its answer less the largest other one; below 0 if another wins. */
export function leadOf(row: Float64Array, target: number, space: OutputSpace): number {
  if (row.length === 1) return (row[0]! - turnsAt(space)) * (target === 1 ? 1 : -1)
  let other = -Infinity
  for (let i = 0; i < row.length; i++) if (i !== target && row[i]! > other) other = row[i]!
  return row[target]! - other
}
