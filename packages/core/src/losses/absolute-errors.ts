import { z } from 'zod'
import {
  accuracyByWidth,
  epsilon,
  type LossDefinition,
  meanOfRows,
  targetsLikeOutputs,
} from './definition.js'

/** Mean of |target − output|. */
export const meanAbsoluteError: LossDefinition = {
  name: 'meanAbsoluteError',
  options: z.strictObject({}),
  target: targetsLikeOutputs,
  accuracy: accuracyByWidth,
  perRow: (_, { builder: b, output, target }) => meanOfRows(b, b.abs(b.sub(output, target))),
}

/** Mean of 100 |target − output| / max(|target|, 1e-7). */
export const meanAbsolutePercentageError: LossDefinition = {
  name: 'meanAbsolutePercentageError',
  options: z.strictObject({}),
  target: targetsLikeOutputs,
  accuracy: accuracyByWidth,
  perRow(_, { builder: b, output, target }) {
    const size = b.maximum(b.abs(target), epsilon)
    return b.mul(100, meanOfRows(b, b.abs(b.div(b.sub(target, output), size))))
  },
}
