import { studentPoint } from '@parallax-ml/core'
import type { Comparable } from './comparable.js'

/** What may explain that two explanations differ. */
export type Verdict = 'equal' | 'within sampling error' | 'different'

/** How far two explanations differ, and what of it rounding and sampling explain. */
export interface Difference {
  /** Largest difference of two values that belong together. */
  readonly maxDifference: number
  /** Differences up to this are rounding. */
  readonly numericFloor: number
  /**
   * Largest difference in standard errors of a difference, of values that differ by more than rounding;
   * absent where neither explanation has standard errors.
   */
  readonly maxStandardErrors?: number
  /** Up to how many standard errors chance explains: 2 for one value, more for the largest of many. */
  readonly samplingFloor?: number
  readonly verdict: Verdict
}

/** Degrees of freedom at which Student's t is as good as normal. */
const many = 1001

/** The differences of two explanations, and a verdict on the numbers alone. */
export function differenceOf(
  a: Comparable,
  b: Comparable,
  tolerance = isFloat64(a) && isFloat64(b) ? 1e-9 : 1e-5,
): Difference {
  const differences = a.values.map((value, i) => Math.abs(value - b.values[i]!))
  const largest = [...a.values, ...b.values].reduce((most, v) => Math.max(most, Math.abs(v)), 1)
  const numericFloor = tolerance * largest
  const maxDifference = differences.reduce((most, one) => Math.max(most, one), 0)
  const isEqual = maxDifference <= numericFloor
  const sampled = samplingOf(a, b, differences, numericFloor)
  const isSampling = sampled !== undefined && sampled.maxStandardErrors <= sampled.samplingFloor
  return {
    maxDifference,
    numericFloor,
    ...sampled,
    verdict: isEqual ? 'equal' : isSampling ? 'within sampling error' : 'different',
  }
}

function samplingOf(
  { standardErrors: a }: Comparable,
  { standardErrors: b }: Comparable,
  differences: readonly number[],
  numericFloor: number,
): { maxStandardErrors: number; samplingFloor: number } | undefined {
  if (a === undefined && b === undefined) return undefined
  const maxStandardErrors = differences.reduce((most, difference, i) => {
    const beyond = difference - numericFloor
    const error = Math.hypot(a?.[i] ?? 0, b?.[i] ?? 0)
    return beyond <= 0 ? most : Math.max(most, error === 0 ? Number.MAX_VALUE : beyond / error)
  }, 0)
  return { maxStandardErrors, samplingFloor: studentPoint(many, 1 - 0.0455 / differences.length) }
}

const isFloat64 = ({ provenance }: Comparable): boolean => provenance.precision === 'float64'
