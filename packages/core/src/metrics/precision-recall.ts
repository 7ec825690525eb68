import { z } from 'zod'
import { classCounts, classesOfRows, yesOrNo } from './class-counts.js'
import type { SumMetric, Task } from './definition.js'
import { type ThresholdOptions, thresholdOptions } from './threshold.js'

/** Options of precision, recall and F1. */
export interface AverageOptions extends ThresholdOptions {
  /**
   * How the scores of several classes become one: `micro` counts all classes together, `macro` is
   * the mean over the classes that occur in targets or predictions, `weighted` weighs them by their
   * targets. The class of a row is that of its largest output, or with `threshold` every class whose
   * output exceeds it. Without an average, every output is a yes or no of its own, all counted
   * together.
   */
  readonly average?: 'macro' | 'micro' | 'weighted' | undefined
}

const options = z.strictObject({
  ...thresholdOptions,
  average: z.enum(['macro', 'micro', 'weighted']).optional(),
})

interface Counts {
  readonly hits: number
  readonly predicted: number
  readonly actual: number
}

/** 0 where there is nothing to divide by, as in Keras. */
const ratio = (a: number, b: number): number => (b === 0 ? 0 : a / b)

const averagedMetric = (
  name: string,
  score: (counts: Counts) => number,
  unsuitableMore: NonNullable<SumMetric<AverageOptions>['unsuitable']> = () => undefined,
): SumMetric<AverageOptions> => ({
  name,
  options,
  better: 'higher',
  unsuitable: (given, task) => unsuitable(given, task) ?? unsuitableMore(given, task),
  sums(given, comparison, rowWeights) {
    const { average, threshold } = given
    const width = comparison.output.shape.at(-1)!
    const byLargest = average !== undefined && threshold === undefined
    const classes = byLargest
      ? classesOfRows(given, comparison, rowWeights)
      : yesOrNo(given, comparison, rowWeights, average === undefined ? 1 : width)
    return classCounts(comparison.builder, classes)
  },
  value({ average }, { hits, predicted, actual }) {
    const counts = Array.from(hits!, (each, k) => ({
      hits: each,
      predicted: predicted![k]!,
      actual: actual![k]!,
    }))
    const sum = (of: (each: Counts) => number) =>
      counts.reduce((total, each) => total + of(each), 0)
    switch (average) {
      case 'macro': {
        const present = (each: Counts): number => (each.predicted + each.actual > 0 ? 1 : 0)
        return ratio(
          sum((each) => score(each)),
          sum(present),
        )
      }
      case 'weighted':
        return ratio(
          sum((each) => each.actual * score(each)),
          sum((each) => each.actual),
        )
      default:
        return score({
          hits: sum((each) => each.hits),
          predicted: sum((each) => each.predicted),
          actual: sum((each) => each.actual),
        })
    }
  },
})

function unsuitable(
  { average, threshold }: AverageOptions,
  { outputShape, target }: Task,
): string | undefined {
  if (target.dtype === 'int32' && (average === undefined || threshold !== undefined)) {
    return "targets that are class indices need an average, 'macro', 'micro' or 'weighted', and no threshold"
  }
  return average !== undefined && outputShape.at(-1) === 1
    ? 'an average is for several classes, and there is one output'
    : undefined
}

/** Share of what was predicted that is right: hits / predicted; 0 where nothing was predicted. */
export const precision = averagedMetric('precision', ({ hits, predicted }) =>
  ratio(hits, predicted),
)

/** Share of what is there that was predicted: hits / actual; 0 where nothing is there. */
export const recall = averagedMetric('recall', ({ hits, actual }) => ratio(hits, actual))

/** 2 hits / (predicted + actual), the harmonic mean of precision and recall; 0 where both are. */
export const f1Score = averagedMetric(
  'f1Score',
  ({ hits, predicted, actual }) => ratio(2 * hits, predicted + actual),
  ({ average, threshold }, { outputShape }) =>
    average === undefined && threshold === undefined && outputShape.at(-1) !== 1
      ? "of several outputs it needs an average, 'macro', 'micro' or 'weighted', or a threshold"
      : undefined,
)
