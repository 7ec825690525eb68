import { z } from 'zod'
import {
  accuracyByWidth,
  amountsLikeOutputs,
  epsilon,
  type LossDefinition,
  meanOfRows,
} from './definition.js'

/**
 * Mean of o − t log(o + 1e-7): the negative logarithm of a Poisson likelihood of mean o, but for a
 * term that depends on the target alone. Outputs must be positive: end with softplus or the like.
 */
export const poisson: LossDefinition = {
  name: 'poisson',
  options: z.strictObject({}),
  target: amountsLikeOutputs,
  accuracy: accuracyByWidth,
  perRow: (_, { builder: b, output, target }) =>
    meanOfRows(b, b.sub(output, b.mul(target, b.log(b.add(output, epsilon))))),
}
