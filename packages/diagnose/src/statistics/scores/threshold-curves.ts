import { DataError } from '@parallax-ml/core'
import { checkLabels, checkPairs } from '../check.js'

/** What calling everything positive from a threshold on gives, from the strictest on. */
interface Point {
  readonly threshold: number
  readonly truePositives: number
  readonly falsePositives: number
}

/** Receiver operating characteristic. */
export interface RocCurve {
  /** From 0, at the threshold ∞, to 1. */
  readonly falsePositiveRate: number[]
  readonly truePositiveRate: number[]
  /** Falling; rows at or above are called positive. */
  readonly thresholds: number[]
}

/** Precision against recall. */
export interface PrecisionRecallCurve {
  /** The last one, of the point that ends the curve, is 1. */
  readonly precision: number[]
  /** From 1 to 0. */
  readonly recall: number[]
  /** Rising; rows at or above are called positive. One fewer than points. */
  readonly thresholds: number[]
}

/**
 * Rates of false and true positives at every threshold that the scores distinguish, as scikit-learn's
 * `roc_curve` with `drop_intermediate=False`.
 *
 * @param labels 0 or 1.
 * @throws {DataError} unless there is a finite score for every label, and both labels occur.
 */
export function rocCurve(labels: readonly number[], scores: readonly number[]): RocCurve {
  const points = pointsOf(labels, scores)
  const { truePositives: positives, falsePositives: negatives } = points.at(-1)!
  if (positives === 0 || negatives === 0) {
    throw new DataError({ where: 'labels', problem: 'only one of the two labels occurs' })
  }
  return {
    falsePositiveRate: [0, ...points.map((point) => point.falsePositives / negatives)],
    truePositiveRate: [0, ...points.map((point) => point.truePositives / positives)],
    thresholds: [Number.POSITIVE_INFINITY, ...points.map(({ threshold }) => threshold)],
  }
}

/** Area under a curve by trapezoids; of ROC the share of pairs in order, ties counting half. */
export const areaUnder = ({ falsePositiveRate: x, truePositiveRate: y }: RocCurve): number =>
  x.slice(1).reduce((sum, right, i) => sum + ((right - x[i]!) * (y[i + 1]! + y[i]!)) / 2, 0)

/**
 * Precision and recall at every threshold that the scores distinguish, as scikit-learn's
 * `precision_recall_curve`.
 *
 * @param labels 0 or 1.
 * @throws {DataError} unless there is a finite score for every label, and the label 1 occurs.
 */
export function precisionRecallCurve(
  labels: readonly number[],
  scores: readonly number[],
): PrecisionRecallCurve {
  const points = pointsOf(labels, scores).reverse()
  const positives = points[0]!.truePositives
  if (positives === 0)
    throw new DataError({ where: 'labels', problem: 'the label 1 does not occur' })
  return {
    precision: [
      ...points.map(({ truePositives: hits, falsePositives }) => hits / (hits + falsePositives)),
      1,
    ],
    recall: [...points.map(({ truePositives }) => truePositives / positives), 0],
    thresholds: points.map(({ threshold }) => threshold),
  }
}

function pointsOf(labels: readonly number[], scores: readonly number[]): Point[] {
  checkPairs(['labels', 'scores'], labels, scores)
  checkLabels('labels', labels, 2)
  const order = Array.from(scores.keys()).sort((i, j) => scores[j]! - scores[i]!)
  const points: Point[] = []
  let [truePositives, falsePositives] = [0, 0]
  order.forEach((i, place) => {
    if (labels[i] === 1) truePositives++
    else falsePositives++
    const next = order[place + 1]
    if (next !== undefined && scores[next] === scores[i]) return
    points.push({ threshold: scores[i]!, truePositives, falsePositives })
  })
  return points
}
