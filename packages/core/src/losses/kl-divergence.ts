import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import {
  epsilon,
  type LossDefinition,
  meanOfRows,
  sharesLikeOutputs,
  sumOfLastAxis,
  visibleLogits,
} from './definition.js'

const logarithm = (b: GraphBuilder, p: GraphNode): GraphNode => b.log(clip(b, p))

const clip = (b: GraphBuilder, p: GraphNode): GraphNode => b.minimum(b.maximum(p, epsilon), 1)

/**
 * Σ t log(t / p) over the last axis: how far outputs p are from targets t, both probabilities of
 * classes. Of a visible softmax, log p comes from the logits; else probabilities below 1e-7 count
 * as 1e-7, as targets do.
 */
export const klDivergence: LossDefinition = {
  name: 'klDivergence',
  options: z.strictObject({}),
  target: sharesLikeOutputs,
  accuracy: () => 'categoricalAccuracy',
  probabilitiesFrom: 'softmax',
  perRow(_, { builder: b, output, target }) {
    const logits = visibleLogits(b, output, 'softmax')
    const logP = logits === undefined ? logarithm(b, output) : b.logSoftmax(logits)
    const terms = b.mul(clip(b, target), b.sub(logarithm(b, target), logP))
    return meanOfRows(b, sumOfLastAxis(b, terms))
  },
}
