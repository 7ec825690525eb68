import { checkPredictions } from '../../calibration/top-label.js'
import { areaUnder, rocCurve } from './threshold-curves.js'

/** Areas under ROC curves of several classes. */
export interface MulticlassAuc {
  /** Of each class against all others. */
  readonly oneVsRest: number[]
  /** Mean of them. */
  readonly oneVsRestMacro: number
  /** Mean of them, weighed by the rows of the classes. */
  readonly oneVsRestWeighted: number
  /** Mean over pairs of classes of how well the probability of each tells the two apart (Hand and Till 2001). */
  readonly oneVsOneMacro: number
}

/**
 * Areas under ROC curves of several classes, as scikit-learn's `roc_auc_score`.
 * @throws {DataError} if rows or labels do not fit, or a class has no rows.
 */
export function multiclassAuc(
  probabilities: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
): MulticlassAuc {
  checkPredictions(probabilities, labels)
  const all = Array.from(labels)
  const classes = Array.from(probabilities[0]!, (_, k) => k)
  const areaOf = (k: number, rows: readonly number[]): number =>
    areaUnder(
      rocCurve(
        rows.map((row) => (all[row] === k ? 1 : 0)),
        rows.map((row) => probabilities[row]![k]!),
      ),
    )
  const oneVsRest = classes.map((k) => areaOf(k, [...all.keys()]))
  const pairs = classes.flatMap((a) => classes.slice(a + 1).map((b) => [a, b] as const))
  const pairAreas = pairs.map(([a, b]) => {
    const rows = [...all.keys()].filter((row) => all[row] === a || all[row] === b)
    return (areaOf(a, rows) + areaOf(b, rows)) / 2
  })
  const support = classes.map((k) => all.filter((label) => label === k).length)
  const meanOf = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    oneVsRest,
    oneVsRestMacro: meanOf(oneVsRest),
    oneVsRestWeighted: oneVsRest.reduce((sum, area, k) => sum + area * support[k]!, 0) / all.length,
    oneVsOneMacro: meanOf(pairAreas),
  }
}
