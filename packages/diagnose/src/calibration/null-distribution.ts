import {
  type CalibrationBinOptions,
  calibrationBins,
  calibrationErrors,
  randomKey,
  uniforms,
} from '@parallax-ml/core'
import { checkCount, checkPairs } from '../statistics/check.js'
import { quantile } from '../statistics/quantiles.js'
import type { TestResult } from '../statistics/test-result.js'

/** Options of {@link calibrationTest}. */
export interface CalibrationTestOptions extends Partial<CalibrationBinOptions> {
  /** Default 1000. */
  readonly simulations?: number
  /** Default 0. */
  readonly seed?: number
}

/** What {@link calibrationTest} gives; the statistic is the expected calibration error. */
export interface CalibrationTestResult extends TestResult {
  /** The errors that a perfectly calibrated model would have, in rising order. */
  readonly simulated: number[]
  /** Which 95 % of them stay below. */
  readonly threshold: number
}

/**
 * Whether the expected calibration error is more than chance: a model whose confidences were all
 * true would have an error too, as outcomes are 0 or 1 and rows are few (Bröcker and Smith 2007;
 * Roelofs et al., "Mitigating bias in calibration error estimation", 2022). So outcomes are drawn
 * from the model's own confidences, as many as there are, and the errors they give are what the
 * observed one is held against.
 *
 * @throws {DataError} without predictions, with different lengths, or if a number is not finite.
 */
export function calibrationTest(
  confidences: readonly number[],
  outcomes: readonly number[],
  { simulations = 1000, seed = 0, ...bins }: CalibrationTestOptions = {},
): CalibrationTestResult {
  checkPairs(['confidences', 'outcomes'], confidences, outcomes)
  checkCount('simulations', simulations)
  const errorOf = (came: ArrayLike<number>): number =>
    calibrationErrors(calibrationBins(confidences, came, bins)).expected
  const statistic = errorOf(outcomes)
  const simulated = Array.from({ length: simulations }, (_, i) => {
    const draws = uniforms(randomKey(seed, 'calibration', i), confidences.length)
    return errorOf(draws.map((draw, row) => (draw < confidences[row]! ? 1 : 0)))
  }).sort((a, b) => a - b)
  const reached = simulated.filter((error) => error >= statistic).length
  return {
    statistic,
    p: (reached + 1) / (simulations + 1),
    simulated,
    threshold: quantile(simulated, 0.95),
  }
}
