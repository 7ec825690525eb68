import { mean, median } from '@parallax-ml/core'
import { checkPairs } from '../check.js'

/** Errors of predicted numbers that do not follow from sums over the rows. */
export interface RegressionErrors {
  /** Of |target − prediction|, in the unit of the targets. */
  readonly medianAbsolute: number
  readonly maximum: number
  /** 1 − variance of the errors / variance of the targets; unlike R² a constant error costs nothing. NaN where targets do not vary. */
  readonly explainedVariance: number
}

/**
 * Robust and extreme errors, and explained variance.
 * @throws {DataError} without rows, with different lengths, or if a number is not finite.
 */
export function regressionErrors(
  targets: readonly number[],
  predictions: readonly number[],
): RegressionErrors {
  checkPairs(['targets', 'predictions'], targets, predictions)
  const errors = targets.map((target, i) => target - predictions[i]!)
  const absolute = errors.map(Math.abs)
  const spread = (values: readonly number[]): number => {
    const center = mean(values)
    return values.reduce((sum, value) => sum + (value - center) ** 2, 0)
  }
  return {
    medianAbsolute: median(absolute),
    maximum: Math.max(...absolute),
    explainedVariance: 1 - spread(errors) / spread(targets),
  }
}
