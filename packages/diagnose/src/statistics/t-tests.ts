import { DataError, mean } from '@parallax-ml/core'
import { checkNumbers, checkPairs, checkShare } from './check.js'
import { studentMargin, studentTwoSided } from './distributions.js'
import type { TestResult } from './test-result.js'

/** What a t test gives; where nothing varies, t is infinite, or 0 if the means agree, and p 0 or 1. */
export interface StudentResult extends TestResult {
  readonly freedom: number
  /** Mean of a minus mean of b. */
  readonly difference: number
  /** In which the true difference lies with the confidence that was asked for. */
  readonly interval: { readonly low: number; readonly high: number }
}

/** Options of the t tests. */
export interface StudentOptions {
  /** Of the interval. Default 0.95. */
  readonly confidence?: number
}

/** Sum of squared distances from the mean over n − 1. */
function variance(values: readonly number[]): number {
  const center = mean(values)
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1)
}

/** Mean of a minus mean of b with its standard error and Welch's degrees of freedom, for any variances. */
export function meanDifference(
  a: readonly number[],
  b: readonly number[],
): { readonly difference: number; readonly standardError: number; readonly freedom: number } {
  checkNumbers('a', a, 2)
  checkNumbers('b', b, 2)
  const [u, v] = [variance(a) / a.length, variance(b) / b.length]
  const share = u / (u + v) // Squares of shares do not underflow.
  const freedom = 1 / (share ** 2 / (a.length - 1) + (1 - share) ** 2 / (b.length - 1))
  const whole = a.length + b.length - 2 // Where neither varies, freedom is 0 / 0.
  return {
    difference: mean(a) - mean(b),
    standardError: Math.sqrt(u + v),
    freedom: u + v > 0 ? freedom : whole,
  }
}

function studentResult(
  difference: number,
  standardError: number,
  freedom: number,
  confidence = 0.95,
): StudentResult {
  checkShare('confidence', confidence)
  const statistic = difference === 0 ? 0 : difference / standardError
  const margin = standardError === 0 ? 0 : studentMargin(freedom, confidence) * standardError
  return {
    statistic,
    p: studentTwoSided(statistic, freedom),
    freedom,
    difference,
    interval: { low: difference - margin, high: difference + margin },
  }
}

/**
 * Welch's t test (1947) of whether two independent samples have the same mean; their variances may
 * differ.
 *
 * @throws {DataError} with fewer than two values in a sample, or if one is not finite.
 */
export function welch(
  a: readonly number[],
  b: readonly number[],
  { confidence }: StudentOptions = {},
): StudentResult {
  const { difference, standardError, freedom } = meanDifference(a, b)
  return studentResult(difference, standardError, freedom, confidence)
}

/**
 * Paired t test of whether the mean of a − b is 0, for independent pairs. Scores of folds are not
 * independent: they need {@link nadeauBengio}.
 *
 * @throws {DataError} with fewer than two pairs, samples of different lengths, or if a number is
 *   not finite.
 */
export const pairedT = (
  a: readonly number[],
  b: readonly number[],
  options: StudentOptions = {},
): StudentResult => corrected(a, b, 0, options)

/**
 * The corrected resampled t test of Nadeau and Bengio, "Inference for the generalization error"
 * (2003), for scores a and b on the same folds of (repeated) cross-validation, whose training sets
 * overlap: the variance of the mean difference is (1 / folds + testShare) s².
 *
 * @param testShare rows for testing over rows for training: 1 / (k − 1) of k folds.
 * @throws {DataError} as {@link pairedT}, or if `testShare` is not positive.
 */
export function nadeauBengio(
  a: readonly number[],
  b: readonly number[],
  testShare: number,
  options: StudentOptions = {},
): StudentResult {
  if (testShare > 0 && Number.isFinite(testShare)) return corrected(a, b, testShare, options)
  throw new DataError({
    where: 'testShare',
    problem: 'not rows for testing over rows for training',
    expected: 'a number above 0',
    received: String(testShare),
  })
}

function corrected(
  a: readonly number[],
  b: readonly number[],
  testShare: number,
  { confidence }: StudentOptions,
): StudentResult {
  checkPairs(['a', 'b'], a, b, 2)
  const differences = a.map((value, i) => value - b[i]!)
  const isConstant = differences.every((difference) => difference === differences[0])
  const spread = isConstant ? 0 : variance(differences)
  const standardError = Math.sqrt((1 / a.length + testShare) * spread)
  return studentResult(mean(differences), standardError, a.length - 1, confidence)
}

/**
 * Difference of the means over the pooled standard deviation: 0.2 is called small, 0.5 medium and
 * 0.8 large (Cohen 1988). 0 where the means agree, infinite where nothing else varies.
 */
export function cohensD(a: readonly number[], b: readonly number[]): number {
  checkNumbers('a', a, 2)
  checkNumbers('b', b, 2)
  const squares = variance(a) * (a.length - 1) + variance(b) * (b.length - 1)
  const difference = mean(a) - mean(b)
  return difference === 0 ? 0 : difference / Math.sqrt(squares / (a.length + b.length - 2))
}
