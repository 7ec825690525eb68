import type { Bound } from './case.js'

/** A number lies further from the expected one than its bound allows. */
export class DeviationError extends Error {
  override readonly name = 'DeviationError'
}

/**
 * The largest deviation as a share of its bound; 1 is the limit. NaN must meet NaN, an infinity
 * itself; the sign of zero does not count.
 *
 * @throws {DeviationError} naming the first element beyond the bound.
 */
export function worstShare(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  bound: Bound,
  what: string,
): number {
  if (actual.length !== expected.length) {
    throw new DeviationError(`${what}: ${actual.length} elements instead of ${expected.length}`)
  }
  let worst = 0
  for (let i = 0; i < actual.length; i++) {
    const share = shareOf(actual[i]!, expected[i]!, bound)
    if (!(share <= 1)) {
      throw new DeviationError(
        `${what}: element ${i} is ${actual[i]}, not ${expected[i]} (${share.toPrecision(3)} times its bound)`,
      )
    }
    worst = Math.max(worst, share)
  }
  return worst
}

function shareOf(actual: number, expected: number, { absolute, relative }: Bound): number {
  if (Number.isNaN(expected)) return Number.isNaN(actual) ? 0 : Infinity
  if (actual === expected) return 0
  if (!Number.isFinite(expected) || !Number.isFinite(actual)) return Infinity
  return Math.abs(actual - expected) / (absolute + relative * Math.abs(expected))
}
