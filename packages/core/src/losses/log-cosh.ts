import { z } from 'zod'
import {
  accuracyByWidth,
  type LossDefinition,
  meanOfRows,
  targetsLikeOutputs,
} from './definition.js'

/**
 * Mean of log cosh e, e = output − target: close to e² / 2 for small and to |e| − log 2 for large
 * errors. Computed as e + softplus(−2 e) − log 2, which does not overflow.
 */
export const logCosh: LossDefinition = {
  name: 'logCosh',
  options: z.strictObject({}),
  target: targetsLikeOutputs,
  accuracy: accuracyByWidth,
  perRow(_, { builder: b, output, target }) {
    const error = b.sub(output, target)
    const doubled = b.softplus(b.mul(-2, error))
    return meanOfRows(b, b.sub(b.add(error, doubled), Math.LN2))
  },
}
