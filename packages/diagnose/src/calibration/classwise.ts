import { type CalibrationBinOptions, calibrationBins, calibrationErrors } from '@parallax-ml/core'
import { checkPredictions } from './top-label.js'

/**
 * Mean over the classes of the expected calibration error of their own probability, also where it is
 * not the largest (Kull et al., "Beyond temperature scaling", 2019).
 *
 * @throws {DataError} if rows or labels do not fit.
 */
export function classwiseCalibrationError(
  probabilities: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  options: Partial<CalibrationBinOptions> = {},
): number {
  checkPredictions(probabilities, labels)
  const classes = probabilities[0]!.length
  const outcomes = (k: number): number[] => Array.from(labels, (label) => (label === k ? 1 : 0))
  const errors = Array.from({ length: classes }, (_, k) => {
    const own = probabilities.map((row) => row[k]!)
    return calibrationErrors(calibrationBins(own, outcomes(k), options)).expected
  })
  return errors.reduce((sum, error) => sum + error, 0) / classes
}
