import { z } from 'zod'
import { positive } from '../options/numbers.js'
import {
  accuracyByWidth,
  type LossDefinition,
  meanOfRows,
  targetsLikeOutputs,
} from './definition.js'

/** Options of {@link huber}. */
export interface HuberOptions {
  /** The error from which on the loss grows linearly. Default 1. */
  readonly delta: number
}

/** Mean of e² / 2 where |e| ≤ delta, else delta |e| − delta² / 2; e = output − target (Huber 1964). */
export const huber: LossDefinition<HuberOptions> = {
  name: 'huber',
  options: z.strictObject({ delta: positive.default(1) }),
  target: targetsLikeOutputs,
  accuracy: accuracyByWidth,
  perRow({ delta }, { builder: b, output, target }) {
    const error = b.sub(output, target)
    const size = b.abs(error)
    const square = b.mul(0.5, b.mul(error, error))
    const line = b.sub(b.mul(delta, size), 0.5 * delta * delta)
    return meanOfRows(b, b.select(b.lessEqual(size, delta), square, line))
  },
}
