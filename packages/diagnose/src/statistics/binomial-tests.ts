import { DataError } from '@parallax-ml/core'
import { checkPairs } from './check.js'
import { binomialLower, binomialUpper, chiSquaredUpper } from './distributions.js'
import type { TestResult } from './test-result.js'

function checkTally(where: string, value: number, most = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && value >= 0 && value <= most) return
  throw new DataError({
    where,
    problem: 'not a count',
    expected:
      most < Number.MAX_SAFE_INTEGER ? `a whole number from 0 to ${most}` : 'a whole number ≥ 0',
    received: String(value),
  })
}

/** Two-sided p of a split that a fair coin makes. */
const fairCoin = (few: number, trials: number): number =>
  Math.min(1, 2 * binomialLower(few, trials, 0.5))

/**
 * One-sided exact binomial test: how often guessing would be right at least so often.
 *
 * @param chance probability that one guess is right: the share of the largest class, if that is
 *   what a guess would be.
 * @throws {DataError} unless 0 ≤ successes ≤ trials, both whole, and 0 ≤ chance ≤ 1.
 */
export function aboveChance(successes: number, trials: number, chance: number): TestResult {
  checkTally('trials', trials)
  checkTally('successes', successes, trials)
  if (!(chance >= 0 && chance <= 1)) {
    throw new DataError({
      where: 'chance',
      problem: 'not a probability',
      expected: 'a number from 0 to 1',
      received: String(chance),
    })
  }
  return { statistic: successes / trials, p: binomialUpper(successes, trials, chance) }
}

/** What {@link signTest} gives. */
export interface SignTestResult extends TestResult {
  readonly wins: number
  readonly losses: number
}

/**
 * Exact two-sided sign test of whether a is as often above b as below. The statistic is the number
 * of wins of a; pairs without a difference do not count.
 *
 * @throws {DataError} without pairs, with samples of different lengths, or if a number is not finite.
 */
export function signTest(a: readonly number[], b: readonly number[]): SignTestResult {
  checkPairs(['a', 'b'], a, b)
  const wins = a.filter((value, i) => value > b[i]!).length
  const losses = a.filter((value, i) => value < b[i]!).length
  return { statistic: wins, wins, losses, p: fairCoin(Math.min(wins, losses), wins + losses) }
}

/** What {@link mcNemar} gives. */
export interface McNemarResult {
  /** Binomial test of the rows on which one alone is right. */
  readonly exact: TestResult
  /** The chi-squared test with Edwards's correction for continuity (1948). */
  readonly corrected: TestResult
}

/**
 * McNemar's test (1947) of whether two classifiers are wrong equally often on the same rows.
 *
 * @param onlyA rows on which A alone is right.
 * @param onlyB rows on which B alone is right.
 * @throws {DataError} unless both are whole numbers from 0.
 */
export function mcNemar(onlyA: number, onlyB: number): McNemarResult {
  checkTally('onlyA', onlyA)
  checkTally('onlyB', onlyB)
  const rows = onlyA + onlyB
  const gap = Math.max(0, Math.abs(onlyA - onlyB) - 1)
  const statistic = rows === 0 ? 0 : gap ** 2 / rows
  const few = Math.min(onlyA, onlyB)
  return {
    exact: { statistic: few, p: fairCoin(few, rows) },
    corrected: { statistic, p: chiSquaredUpper(statistic, 1) },
  }
}
