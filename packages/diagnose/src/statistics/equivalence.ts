import { checkShare, checkSize } from './check.js'
import { studentMargin, studentUpper } from './distributions.js'
import { meanDifference } from './t-tests.js'
import type { TestResult } from './test-result.js'

/** Options of {@link equivalenceTest}. */
export interface EquivalenceOptions {
  /** The difference, in the unit of the numbers, from which on means count as different. */
  readonly margin: number
  /** How often two means that differ by the margin may be called equal, below 0.5. Default 0.05. */
  readonly alpha?: number
}

/** What {@link equivalenceTest} gives; `statistic` and `p` are those of the side that shows less. */
export interface EquivalenceResult extends TestResult {
  /** Whether `p` is below alpha: the means differ by less than the margin, one way and the other. */
  readonly isEquivalent: boolean
  /** Against a mean of a that lies below that of b by the margin or more. */
  readonly lower: TestResult
  /** Against a mean of a that lies above that of b by the margin or more. */
  readonly upper: TestResult
  readonly freedom: number
  /** Mean of a minus mean of b. */
  readonly difference: number
  /** Of confidence 1 − 2 alpha: the means are equivalent exactly where it lies within the margin. */
  readonly interval: { readonly low: number; readonly high: number }
}

/**
 * Two one-sided tests of whether two independent samples have the same mean, but for less than a
 * margin (Schuirmann, "A comparison of the two one-sided tests procedure and the power approach",
 * 1987); variances may differ, as in Welch's test. A difference that is not significant shows nothing:
 * few values never are. This shows that there is none that matters, and few values never do, either;
 * {@link equivalenceSampleSize} says how many it takes. Where nothing varies, p is 0 within the margin,
 * 1 beyond it and 0.5 at it.
 *
 * @throws {DataError} with fewer than two values in a sample, or if one is not finite.
 * @throws {OptionError} unless the margin is above 0 and alpha between 0 and 0.5.
 *
 * @example
 * // Accuracies from seeds of their own: is one as good as the other, to a point?
 * const { isEquivalent, interval } = equivalenceTest(native, onnx, { margin: 0.01 })
 */
export function equivalenceTest(
  a: readonly number[],
  b: readonly number[],
  { margin, alpha = 0.05 }: EquivalenceOptions,
): EquivalenceResult {
  checkSize('margin', margin)
  checkShare('alpha', alpha, 0.5)
  const { difference, standardError, freedom } = meanDifference(a, b)
  const statisticOf = (beyond: number): number => (beyond === 0 ? 0 : beyond / standardError)
  const [above, below] = [statisticOf(difference + margin), statisticOf(difference - margin)]
  const lower = { statistic: above, p: studentUpper(above, freedom) }
  const upper = { statistic: below, p: studentUpper(-below, freedom) }
  const reach = standardError === 0 ? 0 : studentMargin(freedom, 1 - 2 * alpha) * standardError
  const weaker = lower.p > upper.p ? lower : upper
  return {
    ...weaker,
    isEquivalent: weaker.p < alpha,
    lower,
    upper,
    freedom,
    difference,
    interval: { low: difference - reach, high: difference + reach },
  }
}
