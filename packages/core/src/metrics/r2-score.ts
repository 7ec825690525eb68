import { z } from 'zod'
import { likeOutputs, type PredictionMetric } from './definition.js'

/** Options of {@link r2Score}. */
export interface R2Options {
  /** Whether outputs count alike, or by the variance of their targets. */
  readonly classAggregation: 'uniformAverage' | 'varianceWeightedAverage'
}

/**
 * 1 − Σ (t − o)² / Σ (t − mean)² of every output, and the mean over the outputs: 1 is best, 0 no
 * better than the mean. Targets that do not vary give 1 where they are met, else 0. Every row is needed at
 * once, because sums of squares in single precision lose what large means leave over.
 */
export const r2Score: PredictionMetric<R2Options> = {
  name: 'r2Score',
  options: z.strictObject({
    classAggregation: z
      .enum(['uniformAverage', 'varianceWeightedAverage'])
      .default('uniformAverage'),
  }),
  better: 'higher',
  unsuitable: likeOutputs,
  fromPredictions({ classAggregation }, { rows, outputs, targets, weights }) {
    const width = outputs.length / rows
    const rowWeight = weights.reduce((sum, weight) => sum + weight, 0)
    const mean = new Float64Array(width)
    const left = new Float64Array(width)
    const variation = new Float64Array(width)
    for (let i = 0; i < targets.length; i++) {
      mean[i % width]! += (weights[Math.floor(i / width)]! * targets[i]!) / rowWeight
    }
    for (let i = 0; i < targets.length; i++) {
      const [k, weight] = [i % width, weights[Math.floor(i / width)]!]
      left[k]! += weight * (targets[i]! - outputs[i]!) ** 2
      variation[k]! += weight * (targets[i]! - mean[k]!) ** 2
    }
    const scores = left.map((rest, k) => scoreOf(rest, variation[k]!))
    const total = variation.reduce((sum, each) => sum + each, 0)
    if (classAggregation === 'uniformAverage' || total === 0) {
      return scores.reduce((sum, score) => sum + score, 0) / width
    }
    return scores.reduce((sum, score, k) => sum + score * variation[k]!, 0) / total
  },
}

function scoreOf(rest: number, variation: number): number {
  if (variation === 0) return rest === 0 ? 1 : 0
  return 1 - rest / variation
}
