import { z } from 'zod'
import {
  accuracyByWidth,
  amountsLikeOutputs,
  epsilon,
  type LossDefinition,
  meanOfRows,
} from './definition.js'

/** Mean of (log(1 + target) − log(1 + output))²; numbers below 1e-7 count as 1e-7. */
export const meanSquaredLogarithmicError: LossDefinition = {
  name: 'meanSquaredLogarithmicError',
  options: z.strictObject({}),
  target: amountsLikeOutputs,
  accuracy: accuracyByWidth,
  perRow(_, { builder: b, output, target }) {
    const [first, second] = [output, target].map((node) => b.log1p(b.maximum(node, epsilon)))
    const difference = b.sub(first!, second!)
    return meanOfRows(b, b.mul(difference, difference))
  },
}
