import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import { meanOfRows, sumOfLastAxis } from '../losses/definition.js'
import { count } from '../options/numbers.js'
import { classIndices, likeOutputs, meanMetric, noOptions } from './definition.js'
import { type ThresholdOptions, thresholdOf, thresholdOptions } from './threshold.js'

const share = (b: GraphBuilder, hits: GraphNode): GraphNode => meanOfRows(b, b.cast(hits, 'float'))

const largest = (b: GraphBuilder, values: GraphNode): GraphNode =>
  b.argmax(values, values.shape.length - 1)

/** Class indices as the last axis of one. */
const indices = (b: GraphBuilder, target: GraphNode): GraphNode =>
  b.reshape(target, [...target.shape, 1])

/** Share of the outputs that lie on the target's side of the threshold. */
export const binaryAccuracy = meanMetric<ThresholdOptions>({
  name: 'binaryAccuracy',
  options: z.strictObject(thresholdOptions),
  better: 'higher',
  unsuitable: likeOutputs,
  perRow: (options, { builder: b, output, target }) =>
    share(b, b.equal(target, b.cast(b.greater(output, thresholdOf(options)), 'float'))),
})

/** Share of the outputs of the target's sign: above 0 for 1, else for −1 or 0. */
export const hingeAccuracy = meanMetric({
  name: 'hingeAccuracy',
  options: noOptions,
  better: 'higher',
  unsuitable: likeOutputs,
  perRow(_, { builder: b, output, target }) {
    const [guess, truth] = [output, target].map((node) => b.cast(b.greater(node, 0), 'float'))
    return share(b, b.equal(guess!, truth!))
  },
})

/** Share of the rows whose largest output stands where the largest target does. */
export const categoricalAccuracy = meanMetric({
  name: 'categoricalAccuracy',
  options: noOptions,
  better: 'higher',
  unsuitable: likeOutputs,
  perRow: (_, { builder: b, output, target }) =>
    share(b, b.equal(largest(b, output), largest(b, target))),
})

/** Share of the rows whose largest output stands at the target's index. */
export const sparseCategoricalAccuracy = meanMetric({
  name: 'sparseCategoricalAccuracy',
  options: noOptions,
  better: 'higher',
  unsuitable: classIndices,
  perRow: (_, { builder: b, output, target }) =>
    share(b, b.equal(largest(b, output), indices(b, target))),
})

/** Options of the top-k accuracies. */
export interface TopKOptions {
  /** How many of the largest outputs count. Default 5. */
  readonly k: number
}

const topKOptions = z.strictObject({ k: count.default(5) })

/** Whether fewer than k outputs are larger than that of the class: ties are in its favour. */
function isInTopK(b: GraphBuilder, output: GraphNode, classes: GraphNode, k: number): GraphNode {
  const own = b.gatherAlong(output, classes, output.shape.length - 1)
  const larger = sumOfLastAxis(b, b.cast(b.greater(output, own), 'float'))
  return share(b, b.less(larger, k))
}

/** Share of the rows in which fewer than k outputs exceed that of the largest target. */
export const topKCategoricalAccuracy = meanMetric<TopKOptions>({
  name: 'topKCategoricalAccuracy',
  options: topKOptions,
  better: 'higher',
  unsuitable: likeOutputs,
  perRow: ({ k }, { builder: b, output, target }) => isInTopK(b, output, largest(b, target), k),
})

/** Share of the rows in which fewer than k outputs exceed that of the target's index. */
export const sparseTopKCategoricalAccuracy = meanMetric<TopKOptions>({
  name: 'sparseTopKCategoricalAccuracy',
  options: topKOptions,
  better: 'higher',
  unsuitable: classIndices,
  perRow: ({ k }, { builder: b, output, target }) => isInTopK(b, output, indices(b, target), k),
})
