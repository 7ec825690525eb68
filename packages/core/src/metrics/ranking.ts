import { z } from 'zod'
import { likeOutputs, noOptions, type PredictionMetric, type Predictions } from './definition.js'

/** Rows with the same output: how much weight of targets 1 and 0 they have. */
interface Tie {
  yes: number
  no: number
}

/** All outputs from the largest to the smallest; equal ones together. */
function ranked({ rows, outputs, targets, weights }: Predictions): Tie[] {
  // Without an order there is no rank: no ties make every value NaN.
  if (outputs.some(Number.isNaN)) return []
  const width = outputs.length / rows
  const order = Uint32Array.from(outputs.keys()).sort((i, j) => outputs[j]! - outputs[i]!)
  const ties: Tie[] = []
  let last: number | undefined
  for (const i of order) {
    if (outputs[i] !== last) ties.push({ yes: 0, no: 0 })
    last = outputs[i]!
    const weight = weights[Math.floor(i / width)]!
    if (targets[i]! > 0.5) ties.at(-1)!.yes += weight
    else ties.at(-1)!.no += weight
  }
  return ties
}

const total = (ties: readonly Tie[], kind: keyof Tie): number =>
  ties.reduce((sum, tie) => sum + tie[kind], 0)

/** Share of the pairs of a target 1 and a target 0 that are in order; ties count half. */
function areaUnderRoc(ties: readonly Tie[]): number {
  let below = total(ties, 'no')
  let ordered = 0
  for (const { yes, no } of ties) {
    below -= no
    ordered += yes * (below + no / 2)
  }
  return ordered / (total(ties, 'yes') * total(ties, 'no'))
}

/** Σ (recall − previous recall) · precision over the distinct outputs from above, not interpolated. */
function averageOf(ties: readonly Tie[]): number {
  let [yes, no, sum] = [0, 0, 0]
  for (const tie of ties) {
    yes += tie.yes
    no += tie.no
    if (tie.yes > 0) sum += (tie.yes * yes) / (yes + no)
  }
  return sum / total(ties, 'yes')
}

/** Options of {@link auc}. */
export interface AucOptions {
  /** Which curve: receiver operating characteristic, or precision and recall. Default `roc`. */
  readonly curve: 'pr' | 'roc'
}

/**
 * Exact area under the ROC curve: the share of the pairs of a target 1 and a target 0 whose outputs
 * are in order, ties counting half (the Mann–Whitney statistic). With `curve: 'pr'` the same as
 * `averagePrecision`. Several outputs are pooled. NaN where all targets are alike.
 */
export const auc: PredictionMetric<AucOptions> = {
  name: 'auc',
  options: z.strictObject({ curve: z.enum(['pr', 'roc']).default('roc') }),
  better: 'higher',
  unsuitable: likeOutputs,
  fromPredictions: ({ curve }, predictions) =>
    curve === 'roc' ? areaUnderRoc(ranked(predictions)) : averageOf(ranked(predictions)),
}

/**
 * Σ (recall − previous recall) · precision over all thresholds, as scikit-learn's
 * `average_precision_score`. Several outputs are pooled. NaN where no target is 1.
 */
export const averagePrecision: PredictionMetric = {
  name: 'averagePrecision',
  options: noOptions,
  better: 'higher',
  unsuitable: likeOutputs,
  fromPredictions: (_, predictions) => averageOf(ranked(predictions)),
}
