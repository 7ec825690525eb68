import {
  dense,
  type EarlyStoppingOptions,
  type FitOptions,
  type FitResult,
  fit,
  sequential,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { exact } from './vectors.js'

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
  level: 'training',
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

/** Early stopping of a training whose every number is known. */
export const earlyStoppingCases = (): ConformanceCase[] => stops.map(stopCase)
