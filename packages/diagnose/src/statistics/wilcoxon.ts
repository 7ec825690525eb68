import { checkPairs } from './check.js'
import { normalTwoSided } from './distributions.js'
import { rank } from './ranks.js'
import type { TestResult } from './test-result.js'

/** How the p-value of {@link wilcoxon} is found. */
export interface WilcoxonOptions {
  /** Default: `exact` for at most 50 differences without ties, else `normal`. */
  readonly method?: 'exact' | 'normal'
}

/**
 * Wilcoxon's signed-rank test (1945), two-sided, of whether the differences a − b lie evenly around
 * 0. Pairs without a difference are left out. The statistic is the smaller one of the rank sums of
 * positive and negative differences. The normal distribution is corrected for ties, not for
 * continuity.
 *
 * @throws {DataError} without pairs, with samples of different lengths, or if a number is not finite.
 */
export function wilcoxon(
  a: readonly number[],
  b: readonly number[],
  { method }: WilcoxonOptions = {},
): TestResult {
  checkPairs(['a', 'b'], a, b)
  const differences = a.map((value, i) => value - b[i]!).filter((each) => each !== 0)
  const n = differences.length
  if (n === 0) return { statistic: 0, p: 1 }
  const { ranks, tieTerm } = rank(differences.map(Math.abs))
  const positive = ranks.reduce((sum, each, i) => sum + (differences[i]! > 0 ? each : 0), 0)
  const statistic = Math.min(positive, (n * (n + 1)) / 2 - positive)
  if ((method ?? (n <= 50 && tieTerm === 0 ? 'exact' : 'normal')) === 'exact') {
    return { statistic, p: Math.min(1, 2 * exactLower(n, statistic)) }
  }
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - tieTerm / 48
  return { statistic, p: normalTwoSided((statistic - (n * (n + 1)) / 4) / Math.sqrt(variance)) }
}

/** P(rank sum ≤ w) where every rank from 1 to n is in the sum or not with equal probability. */
function exactLower(n: number, w: number): number {
  const shares = new Float64Array((n * (n + 1)) / 2 + 1)
  shares[0] = 1
  for (let r = 1; r <= n; r++) {
    for (let k = shares.length - 1; k >= 0; k--) {
      shares[k] = (shares[k]! + (k >= r ? shares[k - r]! : 0)) / 2
    }
  }
  return shares.subarray(0, Math.floor(w) + 1).reduce((sum, share) => sum + share, 0)
}
