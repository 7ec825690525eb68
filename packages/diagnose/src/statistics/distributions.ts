/*
 * Tails of distributions. Our own, because @stdlib comes as 230 packages and jstat is right to
 * 1e-8 only; what is here is within 1e-12 of SciPy.
 */
import { incompleteBeta } from './special/incomplete-beta.js'
import { upperGamma } from './special/incomplete-gamma.js'
import { binomialMass } from './special/point-mass.js'

/** P(|Z| ≥ |z|) of the standard normal distribution. */
export const normalTwoSided = (z: number): number => upperGamma(0.5, (z * z) / 2)

/** P(Z ≤ z) of the standard normal distribution. */
export const normalCdf = (z: number): number =>
  z < 0 ? normalTwoSided(z) / 2 : 1 - normalTwoSided(z) / 2

/** P(|T| ≥ |t|) of Student's distribution; the degrees of freedom need not be whole. */
export function studentTwoSided(t: number, freedom: number): number {
  if (!Number.isFinite(t)) return Number.isNaN(t) ? Number.NaN : 0
  const total = freedom + t * t
  return incompleteBeta(freedom / 2, 0.5, freedom / total, (t * t) / total)
}

/** P(T ≥ t) of Student's distribution. */
export const studentUpper = (t: number, freedom: number): number =>
  t < 0 ? 1 - studentTwoSided(t, freedom) / 2 : studentTwoSided(t, freedom) / 2

/** P(X ≥ x) of the chi-squared distribution. */
export const chiSquaredUpper = (x: number, freedom: number): number =>
  upperGamma(freedom / 2, x / 2)

/** P(X ≥ successes) of `trials` that succeed with probability `share` each. */
export function binomialUpper(successes: number, trials: number, share: number): number {
  if (successes <= 0) return 1
  return successes > trials ? 0 : incompleteBeta(successes, trials - successes + 1, share)
}

/** P(X ≤ successes) of `trials` that succeed with probability `share` each. */
export const binomialLower = (successes: number, trials: number, share: number): number =>
  binomialUpper(trials - successes, trials, 1 - share)

/** P(X = successes) of `trials` that succeed with probability `share` each. */
export const binomialPoint = (successes: number, trials: number, share: number): number =>
  binomialMass(successes, trials, share, 1 - share)

/** The t that |T| exceeds with probability 1 − `confidence`: bisection of {@link studentTwoSided}. */
export function studentMargin(freedom: number, confidence: number): number {
  let [low, high] = [0, 1]
  while (studentTwoSided(high, freedom) > 1 - confidence) high *= 2
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2
    if (studentTwoSided(middle, freedom) > 1 - confidence) low = middle
    else high = middle
  }
  return (low + high) / 2
}
