import {
  type Dataset,
  evaluate,
  type Model,
  type RowSource,
  type Scores,
  wilson,
} from '@parallax-ml/core'
import type { TableEncoding, TableProfile } from '@parallax-ml/datasets'
import { showLoss, showShare } from '../format.js'
import { type Baseline, baselineOf } from './baseline.js'

/** How good a model is on rows that it was not trained on. */
export interface Judgement {
  readonly rows: number
  readonly scores: Scores
  readonly baseline: Baseline | undefined
}

/** Judges a model; the baseline needs to know the training rows. */
export async function judge(
  model: Model,
  data: Dataset | RowSource,
  { target }: TableEncoding,
  trained?: TableProfile,
): Promise<Judgement> {
  const rows = 'read' in data ? data.rows : (data.y as Float64Array).length
  const scores = await evaluate(model, data)
  const baseline = trained && (await baselineOf(target!, trained, data))
  return { rows, scores, baseline }
}

/** A judgement as a sentence, with the interval of an accuracy. */
export function sentenceOf({ rows, scores, baseline }: Judgement): string {
  const { accuracy, rootMeanSquaredError } = scores as Record<string, number>
  if (accuracy !== undefined) {
    const { low, high } = wilson(Math.round(accuracy * rows), rows)
    const rival = baseline
      ? `; answering '${baseline.answer}' always is right in ${showShare(baseline.score)}`
      : ''
    return `accuracy ${showShare(accuracy)} (95 % interval ${showShare(low)} to ${showShare(high)})${rival}`
  }
  const rival = baseline
    ? `; answering the mean, ${baseline.answer}, always gives ${showLoss(baseline.score)}`
    : ''
  const { meanAbsoluteError } = scores as Record<string, number>
  return `root mean squared error ${showLoss(rootMeanSquaredError!)}, mean absolute error ${showLoss(meanAbsoluteError!)}${rival}`
}

/** Whether a model does better than what takes no training, as far as so many rows can show. */
export function verdictOf({ rows, scores, baseline }: Judgement): string | undefined {
  if (baseline === undefined) return undefined
  const { accuracy, rootMeanSquaredError } = scores as Record<string, number>
  if (accuracy !== undefined) {
    const { low } = wilson(Math.round(accuracy * rows), rows)
    return low > baseline.score
      ? undefined
      : `The network is not shown to be better than always answering '${baseline.answer}'.`
  }
  return rootMeanSquaredError! < baseline.score
    ? undefined
    : 'The network is no better than always answering the mean.'
}
