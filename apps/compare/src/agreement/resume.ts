import {
  type BackendV1,
  batchNormalization,
  type Dataset,
  dense,
  dropout,
  type FitOptions,
  type FitResult,
  fit,
  type ModelSpec,
  memoryStore,
  normalization,
  type OptimizerChoice,
  type Precision,
  sequential,
} from '@parallax-ml/core'
import { wineTask } from '../tasks/wine.js'
import { largestRelative } from './differences.js'
import { stepLosses, trainUntil } from './train-until.js'

/** A training that is interrupted, and goes on elsewhere. */
export interface InterruptedTraining {
  readonly name: string
  readonly spec: ModelSpec
  readonly data: Dataset
  readonly options: Omit<FitOptions, 'backend'>
  /** Steps before the interruption: amid an epoch, so that its sums have to travel as well. */
  readonly before: number
}

/** The losses of the steps after the interruption, and of all epochs on training and test rows. */
export interface Losses {
  readonly steps: readonly number[]
  readonly epochs: readonly number[]
}

/** Relative difference that two curves may have: that of losses in the conformance suite, level training. */
export const resumeBound = 1e-5

/** The biases before batch normalisation do nothing, and Adam would blow their rounding up, so there are none. */
const spec = sequential({
  inputShape: [13],
  layers: [
    normalization(),
    dense({ units: 16, activation: 'tanh', useBias: false }),
    batchNormalization({ momentum: 0.9 }),
    dropout({ rate: 0.2 }),
    dense({ units: 3, activation: 'softmax' }),
  ],
})
const epochs = 14
const batchSize = 24

const training = (name: string, optimizer: OptimizerChoice): InterruptedTraining => {
  const { train, test } = wineTask.data(0)
  const loss = 'sparseCategoricalCrossentropy'
  const options = { loss, optimizer, epochs, batchSize, validationData: test } as const
  const steps = epochs * Math.ceil(train.y.length / batchSize)
  return { name, spec, data: train, options, before: steps / 2 + 3 }
}

/** Wines, with everything that a checkpoint has to carry: moments, moving means, masks, a schedule. */
export const interruptedTrainings = (): InterruptedTraining[] => [
  training('Adam, cosine decay', {
    name: 'adam',
    learningRate: { name: 'cosineDecay', initialLearningRate: 0.01, decaySteps: 84 },
  }),
  training('SGD with momentum, exponential decay', {
    name: 'sgd',
    momentum: 0.9,
    learningRate: {
      name: 'exponentialDecay',
      initialLearningRate: 0.02,
      decaySteps: 40,
      decayRate: 0.5,
    },
  }),
]

/** The losses of a training that nothing interrupts. */
export async function unbrokenLosses(
  { spec, data, options, before }: InterruptedTraining,
  backend: BackendV1,
  precision: Precision = 'float32',
): Promise<Losses> {
  const { losses, callback } = stepLosses()
  const run = await fit(spec, data, { ...options, backend, precision, callbacks: [callback] })
  await run.model.dispose()
  return { steps: losses.slice(before), epochs: epochLosses(run) }
}

/**
 * The losses of a training that one backend begins and another one ends.
 * @throws {Error} if it did not go on from where it was.
 */
export async function resumedLosses(
  { spec, data, options, before }: InterruptedTraining,
  from: BackendV1,
  to: BackendV1,
): Promise<Losses> {
  const store = memoryStore()
  const first = await trainUntil(before, spec, data, { ...options, backend: from }, store)
  await first.model.dispose()
  const { losses, callback } = stepLosses()
  const run = await fit(spec, data, {
    ...options,
    backend: to,
    callbacks: [callback],
    checkpoint: { store },
  })
  await run.model.dispose()
  const { step, by, samePath } = run.resumed ?? {}
  if (step !== before || by?.backend !== from.name || samePath !== (from === to)) {
    throw new Error(
      `${to.name} did not go on where ${from.name} was: ${JSON.stringify(run.resumed)}`,
    )
  }
  return { steps: losses, epochs: epochLosses(run) }
}

/** The largest relative difference of two losses in the same place. */
export const lossDifference = (found: Losses, right: Losses): number =>
  Math.max(largestRelative(found.steps, right.steps), largestRelative(found.epochs, right.epochs))

const epochLosses = ({ history }: FitResult): number[] => [
  ...history.loss!,
  ...(history.valLoss ?? []),
]
