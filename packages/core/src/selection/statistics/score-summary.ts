import { mean, standardDeviation } from './moments.js'
import { studentPoint } from './student-t.js'

/** The scores of all folds in a few numbers. */
export interface ScoreSummary {
  readonly mean: number
  /** Of the folds' scores; absent if there is one fold only. */
  readonly standardDeviation?: number
  /**
   * In which the expected score lies with the confidence that was asked for; see
   * {@link summarizeScores}. Absent where one score, or scores that are all equal or not finite, say
   * nothing about spread.
   */
  readonly interval?: { readonly low: number; readonly high: number }
}

/**
 * Mean, standard deviation s and the corrected resampled interval of Nadeau and Bengio, "Inference
 * for the generalization error", Machine Learning 52 (2003), of the J scores of (repeated)
 * cross-validation:
 *
 *     mean ± t(J − 1) · √(1 / J + testShare) · s
 *
 * The scores are not independent, as their training sets overlap; s² / J alone would be too small,
 * and ever smaller with more repeats of the same rows.
 *
 * @param testShare rows for testing over rows for training: 1 / (k − 1) of k folds.
 */
export function summarizeScores(
  scores: readonly number[],
  testShare: number,
  confidence: number,
): ScoreSummary {
  const center = mean(scores)
  if (scores.length < 2) return { mean: center }
  const spread = standardDeviation(scores)
  if (!Number.isFinite(spread) || scores.every((score) => score === scores[0])) {
    return { mean: center, standardDeviation: spread }
  }
  const point = studentPoint(scores.length - 1, confidence)
  const margin = point * Math.sqrt(1 / scores.length + testShare) * spread
  return {
    mean: center,
    standardDeviation: spread,
    interval: { low: center - margin, high: center + margin },
  }
}
