import type { OutputSpace } from './explanation.js'

/** Where one output turns from class 0 to class 1. */
const turnsAt = (space: OutputSpace): number => (space === 'logit' ? 0 : 0.5)

/** The index of the largest answer; of one output 1 above ½, of one logit 1 above 0. */
export const classOf = (row: Float64Array, space: OutputSpace): number =>
  row.length > 1
    ? row.reduce((best, x, i) => (x > row[best]! ? i : best), 0)
    : Number(row[0]! > turnsAt(space))
