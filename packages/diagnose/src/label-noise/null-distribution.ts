import { randomKey, uniforms } from '@parallax-ml/core'
import { checkCount } from '../statistics/check.js'
import { quantile } from '../statistics/quantiles.js'
import type { TestResult } from '../statistics/test-result.js'
import { confidentLearning } from './confident-learning.js'

/** Options of {@link labelNoiseTest}. */
export interface LabelNoiseTestOptions {
  /** Default 200. */
  readonly simulations?: number
  /** Default 0. */
  readonly seed?: number
}

/** What {@link labelNoiseTest} gives; the statistic is the share of suspect rows. */
export interface LabelNoiseTestResult extends TestResult {
  /** The shares that honest labels would have, in rising order. */
  readonly simulated: number[]
  /** Which 95 % of them stay below. */
  readonly threshold: number
}

/**
 * Whether more labels are suspect than the model's own doubt explains. Where classes overlap,
 * confident learning suspects right labels too; so labels are drawn from each row's own
 * probabilities, and the shares of suspects that they give are what the observed one is held
 * against.
 *
 * It errs on the side of silence: a model that has learnt the noise rate, and gives every row that
 * much doubt, explains the noise away. Nothing in the probabilities alone can tell such noise from
 * classes that overlap.
 *
 * @param probabilities `[rows][classes]`, out of fold, each row summing to 1.
 * @throws {DataError} if rows or labels do not fit.
 */
export function labelNoiseTest(
  probabilities: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  { simulations = 200, seed = 0 }: LabelNoiseTestOptions = {},
): LabelNoiseTestResult {
  checkCount('simulations', simulations)
  const shareOf = (given: ArrayLike<number>): number =>
    confidentLearning(probabilities, given).suspects.length / probabilities.length
  const statistic = shareOf(labels)
  const simulated = Array.from({ length: simulations }, (_, i) => {
    const draws = uniforms(randomKey(seed, 'labels', i), probabilities.length)
    return shareOf(draws.map((draw, row) => drawn(probabilities[row]!, draw)))
  }).sort((a, b) => a - b)
  const reached = simulated.filter((share) => share >= statistic).length
  return {
    statistic,
    p: (reached + 1) / (simulations + 1),
    simulated,
    threshold: quantile(simulated, 0.95),
  }
}

/** The class at which the summed probabilities pass `draw`. */
function drawn(row: ArrayLike<number>, draw: number): number {
  let sum = 0
  for (let k = 0; k < row.length - 1; k++) {
    sum += row[k]!
    if (draw < sum) return k
  }
  return row.length - 1
}
