import { z } from 'zod'
import type { NumberArray } from '../interpreter/kernels/arrays.js'
import { count } from '../options/numbers.js'
import type { PredictionMetric, Predictions } from './definition.js'

/** Options of {@link expectedCalibrationError}. */
export interface CalibrationOptions {
  /** Number of bins. Default 10. */
  readonly bins: number
  /**
   * `uniform`: bins of equal width, (k / bins, (k + 1) / bins], 0 in the first. `quantile`: the
   * places sorted by confidence and cut into bins of equal number, the first ones larger by one.
   */
  readonly strategy: 'quantile' | 'uniform'
  /** Whether the outputs are logits. Default: what the loss says. */
  readonly fromLogits: boolean
}

/** A prediction: how sure the model was, how right, and the weight of its row. */
interface Place {
  readonly confidence: number
  readonly outcome: number
  readonly weight: number
}

/**
 * Σ over bins of (weight of the bin) · |mean confidence − share that came true| / (all weight)
 * (Naeini et al. 2015). An output alone is the probability of class 1, which comes true where the
 * target is 1; of several classes the largest probability counts, which comes true where that class
 * is the target's (Guo et al. 2017).
 */
export const expectedCalibrationError: PredictionMetric<CalibrationOptions> = {
  name: 'expectedCalibrationError',
  options: z.strictObject({
    bins: count.default(10),
    strategy: z.enum(['quantile', 'uniform']).default('uniform'),
    fromLogits: z.boolean().default(false),
  }),
  better: 'lower',
  fromPredictions({ bins, strategy, fromLogits }, predictions) {
    if (predictions.outputs.some(Number.isNaN)) return Number.NaN
    const places = placesOf(predictions, fromLogits)
    const binOf = strategy === 'uniform' ? uniformBins(bins) : quantileBins(places, bins)
    const gaps = new Float64Array(bins)
    let total = 0
    for (const [i, { confidence, outcome, weight }] of places.entries()) {
      gaps[binOf(confidence, i)]! += weight * (confidence - outcome)
      total += weight
    }
    return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / total
  },
}

/** Rounding must not move a confidence that lies on an edge, such as 0.3 of 10 bins. */
const uniformBins =
  (bins: number) =>
  (confidence: number): number => {
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1))
    if (confidence <= bin / bins) return Math.max(0, bin - 1)
    return confidence > (bin + 1) / bins ? bin + 1 : bin
  }

function quantileBins(places: readonly Place[], bins: number): (_: number, i: number) => number {
  const order = Array.from(places.keys()).sort(
    (i, j) => places[i]!.confidence - places[j]!.confidence,
  )
  const larger = places.length % bins
  const size = Math.floor(places.length / bins)
  const start = (bin: number): number => bin * size + Math.min(bin, larger)
  const binOfPlace = new Uint32Array(places.length)
  for (let bin = 0; bin < bins; bin++) {
    for (const i of order.slice(start(bin), start(bin + 1))) binOfPlace[i] = bin
  }
  return (_, i) => binOfPlace[i]!
}

function placesOf(
  { rows, outputShape, outputs, targets, weights }: Predictions,
  fromLogits: boolean,
): Place[] {
  const width = outputShape.at(-1)!
  const count = outputs.length / width
  const isHot = targets.length === outputs.length
  return Array.from({ length: count }, (_, place) => {
    const own = outputs.subarray(place * width, (place + 1) * width)
    const weight = weights[Math.floor((place * rows) / count)]!
    if (width === 1 && isHot) {
      const p = fromLogits ? 1 / (1 + Math.exp(-own[0]!)) : own[0]!
      return { confidence: p, outcome: targets[place]!, weight }
    }
    const guess = indexOfLargest(own)
    const truth = isHot
      ? indexOfLargest(targets.subarray(place * width, (place + 1) * width))
      : targets[place]
    const confidence = fromLogits ? 1 / shareSum(own, own[guess]!) : own[guess]!
    return { confidence, outcome: guess === truth ? 1 : 0, weight }
  })
}

const indexOfLargest = (values: NumberArray): number => values.indexOf(Math.max(...values))

/** Σ exp(value − largest). */
const shareSum = (values: NumberArray, largest: number): number =>
  Array.from(values, (value) => Math.exp(value - largest)).reduce((sum, each) => sum + each, 0)
