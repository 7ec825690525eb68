import {
  dense,
  type EarlyStoppingOptions,
  evaluate,
  type FitOptions,
  type FitResult,
  fit,
  sequential,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { randomRows } from './training-models.js'
import { boundFor, exact } from './vectors.js'

const level = 'training'

/** One weight w that starts at 8, on the row x = 1, y = 0: every epoch halves it, exactly. */
function halve(
  { backend, precision }: CaseContext,
  options: Partial<FitOptions>,
): Promise<FitResult> {
  const layers = [dense({ units: 1, useBias: false })]
  return fit(
    sequential({ inputShape: [1], layers }),
    { x: [[1]], y: [[0]] },
    {
      backend,
      precision,
      loss: 'meanSquaredError',
      optimizer: { name: 'sgd', learningRate: 0.25 },
      initialWeights: { 'dense/kernel': [[8]] },
      epochs: 20,
      ...options,
    },
  )
}

interface Stop {
  readonly name: string
  readonly earlyStopping: EarlyStoppingOptions
  readonly options?: Partial<FitOptions>
  /** The epoch in which training ends, the best one, and the weight that is left. */
  readonly expected: { readonly epoch: number; readonly best: number; readonly weight: number }
  /** What is watched, epoch by epoch. */
  readonly watched: readonly number[]
}

/** Validated by y = 2, so that valLoss is (w − 2)². */
const validated = { validationData: { x: [[1]], y: [[2]] } }
const byLoss = [4, 0, 1, 2.25]

const stops: readonly Stop[] = [
  {
    name: 'ends after the epochs of its patience, with the weights of the best',
    earlyStopping: { patience: 2 },
    options: validated,
    expected: { epoch: 4, best: 2, weight: 2 },
    watched: byLoss,
  },
  {
    name: 'leaves the last weights if it should not restore the best',
    earlyStopping: { patience: 2, restoreBestWeights: false },
    options: validated,
    expected: { epoch: 4, best: 2, weight: 0.5 },
    watched: byLoss,
  },
  {
    name: 'with a least change: smaller ones are no improvement',
    earlyStopping: { monitor: 'loss', patience: 2, minDelta: 0.5 },
    expected: { epoch: 7, best: 5, weight: 0.25 },
    watched: [64, 16, 4, 1, 1 / 4, 1 / 16, 1 / 64],
  },
  {
    name: 'of an accuracy: it should grow',
    earlyStopping: { monitor: 'valBinaryAccuracy', patience: 2 },
    options: {
      validationData: { x: [[1]], y: [[0]] },
      metrics: [{ name: 'binaryAccuracy', threshold: 3 }],
    },
    expected: { epoch: 4, best: 2, weight: 2 },
    watched: [0, 1, 1, 1],
  },
]

const stopCase = ({ name, earlyStopping, options, expected, watched }: Stop): ConformanceCase => ({
  level,
  name: `early stopping ${name}`,
  async run(context) {
    const { compare } = context
    const { model, history, stopped } = await halve(context, { earlyStopping, ...options })
    const weight = model.weights()['dense/kernel']!.data
    await model.dispose()
    compare(history[earlyStopping.monitor ?? 'valLoss']!, watched, exact, 'what is watched')
    if (stopped.reason !== 'earlyStopping') throw new Error(`it ended with '${stopped.reason}'`)
    compare([stopped.epoch], [expected.epoch], exact, 'last epoch')
    compare(weight, [expected.weight], exact, 'weight')
    if (earlyStopping.restoreBestWeights === false) return
    compare([stopped.bestEpoch!], [expected.best], exact, 'best epoch')
  },
})

/** How trainings end, and what they say of themselves on the way. */
export const trainingOutcomeCases = (): ConformanceCase[] => [
  ...stops.map(stopCase),
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
