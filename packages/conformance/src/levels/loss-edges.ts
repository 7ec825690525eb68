import {
  activation,
  createModel,
  dense,
  evaluate,
  fit,
  flatten,
  normalization,
  sequential,
} from '@parallax-ml/core'
import type { ConformanceCase } from '../case.js'
import { requireError } from './lifecycle.js'
import { boundFor } from './vectors.js'

const level = 'layers, losses and metrics'

/** More rows than a block of those that are read at once, which is 1024. */
const manyRows = 2500

/** Losses, metrics and layers where shapes, labels and thresholds are easily mistaken. */
export const lossEdgeCases = (): ConformanceCase[] => [
  {
    level,
    name: 'loss categoricalCrossentropy: of softmaxes that are flattened afterwards',
    async run({ backend, precision, compare }) {
      const layers = [activation({ activation: 'softmax' }), flatten()]
      const model = createModel(sequential({ inputShape: [2, 3], layers }), { backend, precision })
      // The softmaxes are 1/6, 1/3, 1/2 and 1/4, 1/4, 1/2; all six are scaled to the sum 1.
      const logits = [
        [1, 2, 3],
        [4, 4, 8],
      ].map((row) => row.map(Math.log))
      const data = {
        x: [logits, logits],
        y: [
          [0, 0, 0, 0, 0, 1],
          [1, 0, 0, 0, 0, 0],
        ],
      }
      const { loss } = await evaluate(model, data, { loss: 'categoricalCrossentropy' })
      await model.dispose()
      const expected = (Math.log(4) + Math.log(12)) / 2
      compare([loss], [expected], boundFor(precision, 1e-6, 1e-12), 'loss')
    },
  },
  {
    level,
    name: 'loss sparseCategoricalCrossentropy: a label that is the number of classes is refused',
    async run({ backend, precision, compare }) {
      const layers = [dense({ units: 3, kernelInitializer: 'zeros' })]
      const spec = sequential({ inputShape: [1], layers })
      const loss = { name: 'sparseCategoricalCrossentropy', fromLogits: true } as const
      const x = [[1], [2]]
      for (const residency of ['resident', 'streamed'] as const) {
        await requireError('INVALID_DATA', `fit, ${residency}`, () =>
          fit(spec, { x, y: [0, 3] }, { backend, precision, loss, epochs: 1, residency }),
        )
      }
      const model = createModel(spec, { backend, precision })
      await requireError('INVALID_DATA', 'evaluate', () =>
        evaluate(model, { x, y: [0, 3] }, { loss }),
      )
      const scores = await evaluate(model, { x, y: [0, 2] }, { loss })
      await model.dispose()
      compare([scores.loss], [Math.log(3)], boundFor(precision, 1e-6, 1e-12), 'loss of the last')
    },
  },
  {
    level,
    name: 'metric accuracy: beside binaryCrossentropy of logits, what is above 0 counts as 1',
    async run({ backend, precision, compare }) {
      const spec = sequential({ inputShape: [1], layers: [dense({ units: 1 })] })
      const weights = { 'dense/kernel': [[1]] }
      const model = createModel(spec, { backend, precision, weights })
      // Only the last is wrong; at the threshold of probabilities those of 0.25 would be, too.
      const data = { x: [[-1], [0.25], [0.25], [0], [2]], y: [[0], [1], [1], [0], [0]] }
      const { accuracy } = await evaluate(model, data, {
        loss: { name: 'binaryCrossentropy', fromLogits: true },
        metrics: ['accuracy'],
      })
      await model.dispose()
      compare([accuracy], [4 / 5], boundFor(precision, 1e-6, 1e-12), 'accuracy')
    },
  },
  ...(['resident', 'streamed'] as const).map(
    (residency): ConformanceCase => ({
      level,
      name: `layer normalization: learns from ${manyRows} ${residency} rows that grow`,
      async run({ backend, precision, compare }) {
        const spec = sequential({ inputShape: [2], layers: [normalization(), dense({ units: 1 })] })
        const x = Array.from({ length: manyRows }, (_, i) => [i, i % 2])
        const y = x.map(() => [0])
        const { model } = await fit(
          spec,
          { x, y },
          { backend, precision, residency, loss: 'meanSquaredError', epochs: 1, batchSize: 500 },
        )
        const weights = model.weights()
        await model.dispose()
        const bound = boundFor(precision, 1e-6, 1e-12)
        // Of the whole numbers below n, the mean is (n − 1) / 2 and the variance (n² − 1) / 12.
        const mean = [(manyRows - 1) / 2, 1 / 2]
        const variance = [(manyRows ** 2 - 1) / 12, 1 / 4]
        compare(weights['normalization/mean']!.data, mean, bound, 'mean')
        compare(weights['normalization/variance']!.data, variance, bound, 'variance')
      },
    }),
  ),
]
