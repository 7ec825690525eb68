import { z } from 'zod'
import type { NumberArray } from '../interpreter/kernels/arrays.js'
import { count } from '../options/numbers.js'
import {
  type CalibrationBinOptions,
  calibrationBins,
  calibrationErrors,
} from './calibration-bins.js'
import type { PredictionMetric, Predictions } from './definition.js'

/** Options of {@link expectedCalibrationError}. */
export interface CalibrationOptions extends CalibrationBinOptions {
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
    const cut = calibrationBins(
      places.map(({ confidence }) => confidence),
      places.map(({ outcome }) => outcome),
      { bins, strategy },
      places.map(({ weight }) => weight),
    )
    return calibrationErrors(cut).expected
  },
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
