/** How confidences are cut into bins. */
export interface CalibrationBinOptions {
  /** Number of bins. Default 10. */
  readonly bins: number
  /**
   * `uniform`: bins of equal width, (k / bins, (k + 1) / bins], 0 in the first. `quantile`: the
   * predictions sorted by confidence and cut into bins of equal number, the first ones larger by one.
   */
  readonly strategy: 'quantile' | 'uniform'
}

/** The predictions of one bin. */
export interface CalibrationBin {
  /** How many, or the sum of their weights. */
  readonly weight: number
  /** NaN of an empty bin. */
  readonly meanConfidence: number
  /** The share that came true; NaN of an empty bin. */
  readonly frequency: number
}

/**
 * Confidences against what came true, bin by bin: what a reliability diagram shows and calibration
 * errors are made of (Naeini et al. 2015).
 *
 * @param confidences probabilities, 0 to 1.
 * @param outcomes 1 where what was predicted came true, else 0.
 * @param weights of the predictions. Default: all 1.
 */
export function calibrationBins(
  confidences: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  { bins = 10, strategy = 'uniform' }: Partial<CalibrationBinOptions> = {},
  weights?: ArrayLike<number>,
): CalibrationBin[] {
  const binOf = strategy === 'uniform' ? uniformBins(bins) : quantileBins(confidences, bins)
  const sums = Array.from({ length: bins }, () => ({ weight: 0, confidence: 0, outcome: 0 }))
  for (let i = 0; i < confidences.length; i++) {
    const sum = sums[binOf(confidences[i]!, i)]!
    const weight = weights?.[i] ?? 1
    sum.weight += weight
    sum.confidence += weight * confidences[i]!
    sum.outcome += weight * outcomes[i]!
  }
  return sums.map(({ weight, confidence, outcome }) => ({
    weight,
    meanConfidence: confidence / weight,
    frequency: outcome / weight,
  }))
}

/** How far confidences are from what came true. */
export interface CalibrationErrors {
  /** Mean of |mean confidence − frequency| over the bins, weighed by their weights. */
  readonly expected: number
  /** The largest |mean confidence − frequency|. */
  readonly maximum: number
}

/** Expected and maximum calibration error over bins; NaN of no predictions. */
export function calibrationErrors(bins: readonly CalibrationBin[]): CalibrationErrors {
  const filled = bins.filter(({ weight }) => weight > 0)
  const gaps = filled.map(({ meanConfidence, frequency }) => Math.abs(meanConfidence - frequency))
  const total = filled.reduce((sum, { weight }) => sum + weight, 0)
  return {
    expected: gaps.reduce((sum, gap, i) => sum + gap * filled[i]!.weight, 0) / total,
    maximum: filled.length === 0 ? Number.NaN : Math.max(...gaps),
  }
}

/** Rounding must not move a confidence that lies on an edge, such as 0.3 of 10 bins. */
const uniformBins =
  (bins: number) =>
  (confidence: number): number => {
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1))
    if (confidence <= bin / bins) return Math.max(0, bin - 1)
    return confidence > (bin + 1) / bins ? Math.min(bins - 1, bin + 1) : bin
  }

function quantileBins(
  confidences: ArrayLike<number>,
  bins: number,
): (_: number, i: number) => number {
  const order = Array.from(confidences, (_, i) => i).sort(
    (i, j) => confidences[i]! - confidences[j]!,
  )
  const larger = order.length % bins
  const size = Math.floor(order.length / bins)
  const start = (bin: number): number => bin * size + Math.min(bin, larger)
  const bin = new Uint32Array(order.length)
  for (let k = 0; k < bins; k++) {
    for (const i of order.slice(start(k), start(k + 1))) bin[i] = k
  }
  return (_, i) => bin[i]!
}
