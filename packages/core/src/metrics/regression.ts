import { cosineOfRows } from '../losses/cosine-similarity.js'
import { meanOfRows } from '../losses/definition.js'
import { likeOutputs, meanMetric, noOptions } from './definition.js'

/** √ of the mean of (target − output)². */
export const rootMeanSquaredError = meanMetric({
  name: 'rootMeanSquaredError',
  options: noOptions,
  better: 'lower',
  unsuitable: likeOutputs,
  perRow(_, { builder: b, output, target }) {
    const difference = b.sub(output, target)
    return meanOfRows(b, b.mul(difference, difference))
  },
  transform: Math.sqrt,
})

/** Mean cosine of the angle between target and output, over the last axis: 1 is best. */
export const cosineSimilarity = meanMetric({
  name: 'cosineSimilarity',
  options: noOptions,
  better: 'higher',
  unsuitable: likeOutputs,
  perRow: (_, comparison) => cosineOfRows(comparison),
})
