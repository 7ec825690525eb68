import type { Precision } from '@parallax-ml/core'
import type { Bound } from './case.js'
import type { SampledOperation } from './samples/operations.js'

/** Half the distance from 1 to the next number. */
const unit: Record<Precision, number> = { float32: 2 ** -24, float64: 2 ** -53 }

/** State and results below it may be flushed to zero. */
const smallest: Record<Precision, number> = { float32: 1.2e-38, float64: 1e-300 }

/** Roundings that the result of an operation may be off by, where it is more than one. */
const roundings: Partial<Record<SampledOperation, number>> = {
  pow: 16,
  exp: 4,
  log: 4,
  log1p: 4,
  rsqrt: 4,
  tanh: 4,
  sigmoid: 4,
  softplus: 6,
  erf: 4,
  softmax: 24,
  logSoftmax: 8,
}

/** What a bound depends on beside the operation. */
export interface BoundFacts {
  /** Terms of the longest sum. Default 1. */
  readonly length?: number
  /** Size of the largest term of a sum, or of what cancels. Default 0. */
  readonly scale?: number
}

/**
 * The bound of one operation: so many roundings of the result, and for a sum of n terms of size s
 * another (2n + 4) s roundings, which an executor that adds in any order keeps.
 */
export function boundOf(
  operation: SampledOperation,
  precision: Precision,
  { length = 1, scale = 0 }: BoundFacts = {},
): Bound {
  return {
    absolute: unit[precision] * (2 * length + 4) * scale + smallest[precision],
    relative: unit[precision] * ((roundings[operation] ?? 1) + 1),
  }
}
