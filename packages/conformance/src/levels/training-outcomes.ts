import { dense, evaluate, fit, sequential } from '@parallax-ml/core'
import type { ConformanceCase } from '../case.js'
import { randomRows } from './random-rows.js'
import { boundFor, exact } from './vectors.js'

const level = 'training'

/** What validation says, and how a training ends that goes astray. */
export const trainingOutcomeCases = (): ConformanceCase[] => [
  ...(['resident', 'streamed'] as const).map(
    (residency): ConformanceCase => ({
      level,
      name: `validation data change nothing and give what evaluate gives, ${residency}`,
      async run({ backend, precision, compare }) {
        const layers = [dense({ units: 3, activation: 'tanh' }), dense({ units: 1 })]
        const spec = sequential({ inputShape: [2], layers })
        const data = { x: randomRows(50, 13, 2), y: randomRows(51, 13, 1) }
        const validationData = { x: randomRows(52, 300, 2), y: randomRows(53, 300, 1) }
        const loss = 'meanSquaredError'
        const options = { backend, precision, residency, loss, batchSize: 5, epochs: 4 } as const
        const alone = await fit(spec, data, options)
        const run = await fit(spec, data, { ...options, validationData })
        compare(run.history.loss!, alone.history.loss!, exact, 'losses')
        const { loss: expected } = await evaluate(run.model, validationData)
        const actual = run.history.valLoss!
        compare([actual.length], [4], exact, 'epochs with a valLoss')
        compare([actual.at(-1)!], [expected], boundFor(precision, 1e-6, 1e-12), 'valLoss')
        await Promise.all([alone, run].map(({ model }) => model.dispose()))
      },
    }),
  ),
  {
    level,
    name: 'training ends when the loss becomes NaN',
    async run({ backend, precision, compare }) {
      const layers = [dense({ units: 1, useBias: false, kernelInitializer: 'zeros' })]
      const spec = sequential({ inputShape: [2], layers })
      // The first row makes the weights infinite, of both signs; the second adds them up.
      const data = {
        x: [
          [1, -1],
          [1, 1],
        ],
        y: [[100], [0]],
      }
      const { stopped, model } = await fit(spec, data, {
        backend,
        precision,
        loss: 'meanSquaredError',
        optimizer: { name: 'sgd', learningRate: 1e308 },
        batchSize: 1,
        epochs: 5,
        shuffle: false,
      })
      await model.dispose()
      if (stopped.reason !== 'nonFiniteLoss') throw new Error(`it ended with '${stopped.reason}'`)
      compare([stopped.step], [2], exact, 'last step')
    },
  },
]
