import { z } from 'zod'
import {
  accuracyByWidth,
  type LossDefinition,
  meanOfRows,
  targetsLikeOutputs,
} from './definition.js'

/** Mean of (target − output)². */
export const meanSquaredError: LossDefinition = {
  name: 'meanSquaredError',
  options: z.strictObject({}),
  target: targetsLikeOutputs,
  accuracy: accuracyByWidth,
  perRow(_, { builder: b, output, target }) {
    const difference = b.sub(output, target)
    return meanOfRows(b, b.mul(difference, difference))
  },
}
