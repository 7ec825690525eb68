import type { Precision } from '@parallax-ml/core'
import type { Bound, CaseContext } from '../case.js'

/** Equal to the bit, but for the sign of zero. */
export const exact: Bound = { absolute: 0, relative: 0 }

/** A bound in each precision: so much of the larger of 1 and the number, or a little more. */
export const boundFor = (precision: Precision, float32: number, float64: number): Bound => {
  const size = (precision === 'float32' ? float32 : float64) / 2
  return { absolute: size, relative: size }
}

const norm = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values))

/**
 * Compares trained weights: every one within `size` of the right one (times the largest weight,
 * where that is above 1), and the whole vector within `size` of its norm, or within `floor` where
 * that is more: a vector that should be almost zero has no digits to be right in. Bounds relative to
 * single weights would be impossible: near zero an adaptive optimiser's step depends on the last
 * bits of a gradient.
 */
export function compareWeights(
  { compare }: CaseContext,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  size: number,
  what: string,
  floor = Number.MIN_VALUE,
): void {
  const largest = Math.max(1, ...Array.from(expected, Math.abs))
  compare(actual, expected, { absolute: size * largest, relative: 0 }, what)
  const difference = Array.from(actual, (value, i) => value - expected[i]!)
  const bound = { absolute: Math.max(size * norm(expected), floor), relative: 0 }
  compare([norm(difference)], [0], bound, `${what}, norm of the difference`)
}
