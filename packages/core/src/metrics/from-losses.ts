import { sameShape } from '../graph/shape.js'
import type { LossDefinition } from '../losses/definition.js'
import { lossDefinitions } from '../losses/index.js'
import { meanMetric, type SumMetric } from './definition.js'

const metricOf = (loss: LossDefinition): SumMetric =>
  meanMetric({
    name: loss.name,
    options: loss.options,
    better: 'lower',
    perRow: (options, comparison) => loss.perRow(options, comparison),
    unsuitable(_, { outputShape, target }) {
      const wanted = loss.target(outputShape)
      if (wanted.dtype === target.dtype && sameShape(wanted.shape, target.shape)) return undefined
      return wanted.dtype === 'int32'
        ? 'it needs class indices, and there is a target for every output'
        : 'it needs a target for every output, and the targets are class indices'
    },
  })

/** Every loss as a metric; but as a metric, cosine similarity is that itself, not minus that. */
export const lossMetrics: readonly SumMetric[] = lossDefinitions
  .filter(({ name }) => name !== 'cosineSimilarity')
  .map(metricOf)
