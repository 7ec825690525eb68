import {
  batchNormalization,
  type ConstraintChoice,
  connect,
  dense,
  evaluate,
  type FitOptions,
  fit,
  functional,
  input,
  loadModel,
  saveModel,
  sequential,
  subtract,
  type Tensor,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { bound, ones, times, zeros } from './one-weight.js'
import { randomRows } from './random-rows.js'
import { untrainedCases } from './untrained.js'
import { exact } from './vectors.js'

const level = 'training'

/** What follows by hand, mostly trainings of one or two weights. */
export const closedFormCases = (): ConformanceCase[] => [
  { level, name: 'by hand: a penalty belongs to the loss of every row', run: checkPenalty },
  { level, name: 'by hand: frozen weights stay, and have no penalty', run: checkFrozen },
  { level, name: 'by hand: constraints come after the step', run: checkConstraintAfterStep },
  { level, name: 'by hand: norms are those of the inputs of a unit', run: checkConstraintAxis },
  { level, name: 'by hand: learning-rate multipliers', run: checkMultipliers },
  { level, name: 'by hand: two inputs, one layer', run: checkSharedLayer },
  { level, name: 'by hand: two outputs, and weights of their losses', run: checkTwoOutputs },
  { level, name: 'by hand: weights of rows by output', run: checkWeightsByOutput },
  { level, name: 'by hand: class weights and weighted metrics', run: checkClassWeights },
  { level, name: 'by hand: a shared batch normalization moves twice', run: checkSharedStatistics },
  ...untrainedCases,
  { level, name: 'a file holds a model, its digits, loss and metrics', run: checkFile },
]

const sgd = (learningRate: number) => ({ name: 'sgd', learningRate }) as const

type Training = Omit<FitOptions, 'backend' | 'precision' | 'shuffle' | 'loss'> &
  Partial<Pick<FitOptions, 'loss'>>

/** Weights and history of a training, or more of it. */
async function train(
  { backend, precision }: CaseContext,
  spec: Parameters<typeof fit>[0],
  data: Parameters<typeof fit>[1],
  options: Training,
) {
  const { model, history } = await fit(spec, data, {
    loss: 'meanSquaredError',
    ...options,
    backend,
    precision,
    shuffle: false,
  })
  const weights = Object.values(model.weights()).flatMap(({ data }) => Array.from(data))
  return { model, history, weights }
}

/** Loss w² and penalty w² / 4: a step of rate 0.1 leaves 3/4 of w. The second batch is padded. */
async function checkPenalty(context: CaseContext): Promise<void> {
  const layer = times(2, { kernelRegularizer: { name: 'l2', l2: 0.25 } })
  const spec = sequential({ inputShape: [1], layers: [layer] })
  const data = { x: ones(5), y: zeros(5) }
  const run = await train(context, spec, data, { optimizer: sgd(0.1), batchSize: 3, epochs: 1 })
  context.compare(run.weights, [1.125], bound(context), 'weight')
  const loss = (3 * 1.25 * 2 ** 2 + 2 * 1.25 * 1.5 ** 2) / 5
  context.compare(run.history.loss!, [loss], bound(context), 'loss')
  const scores = await evaluate(run.model, { x: ones(300), y: zeros(300) })
  await run.model.dispose()
  context.compare([scores.loss], [1.25 * 1.125 ** 2], bound(context), 'loss of an evaluation')
}

async function checkFrozen(context: CaseContext): Promise<void> {
  const frozen = times(3, { trainable: false, kernelRegularizer: { name: 'l2', l2: 0.5 } })
  const spec = sequential({ inputShape: [1], layers: [frozen, times(1)] })
  const data = { x: ones(2), y: zeros(2) }
  const run = await train(context, spec, data, { optimizer: sgd(0.01), epochs: 1 })
  await run.model.dispose()
  context.compare(run.weights, [3, 1 - 0.01 * 18], bound(context), 'weights')
  context.compare(run.history.loss!, [9], bound(context), 'loss')
}

/** One step of rate 0.1 from 2 towards −10 ends at −0.4, if nothing keeps it at 0. */
async function checkConstraintAfterStep(context: CaseContext): Promise<void> {
  const spec = sequential({ inputShape: [1], layers: [times(2, { kernelConstraint: 'nonNeg' })] })
  const data = { x: ones(1), y: [[-10]] }
  const run = await train(context, spec, data, { optimizer: sgd(0.1), epochs: 1 })
  await run.model.dispose()
  context.compare(run.weights, [0], exact, 'weight')
}

/** Inputs of 0 have no gradient, so a step does nothing but scale the columns. */
async function checkConstraintAxis(context: CaseContext): Promise<void> {
  const trainedBy = async (kernelConstraint: ConstraintChoice): Promise<number[]> => {
    const layers = [dense({ units: 2, useBias: false, kernelConstraint })]
    const spec = sequential({ inputShape: [2], layers })
    const kernel = [
      [3, 1],
      [4, 1],
    ]
    const initialWeights = { 'dense/kernel': kernel }
    const data = { x: [[0, 0]], y: [[0, 0]] }
    const run = await train(context, spec, data, { optimizer: sgd(1), epochs: 1, initialWeights })
    await run.model.dispose()
    return run.weights
  }
  // Keras adds 1e-7 to the norms.
  const near = { absolute: 3e-7, relative: 0 }
  const half = Math.SQRT1_2
  context.compare(await trainedBy('unitNorm'), [0.6, half, 0.8, half], near, 'columns')
  const rows = await trainedBy({ name: 'unitNorm', axis: 1 })
  const [short, long] = [10 ** -0.5, 17 ** -0.5]
  context.compare(rows, [3 * short, short, 4 * long, long], near, 'rows')
}

async function checkMultipliers(context: CaseContext): Promise<void> {
  const layers = [times(1, { learningRateMultiplier: 0.5 }), times(1)]
  const spec = sequential({ inputShape: [1], layers })
  const data = { x: ones(1), y: zeros(1) }
  const run = await train(context, spec, data, { optimizer: sgd(0.1), epochs: 1 })
  await run.model.dispose()
  context.compare(run.weights, [0.9, 0.8], bound(context), 'weights')
}

/** w a − w b with one w: of 3 and 1 it is 4, and 2 is wanted. */
async function checkSharedLayer(context: CaseContext): Promise<void> {
  const layer = times(2)
  const both = [connect(input('a', [1]), layer), connect(input('b', [1]), layer)]
  const spec = functional({ outputs: { output: connect(both, subtract()) } })
  const data = { x: { a: [[3]], b: [[1]] }, y: [[2]] }
  const run = await train(context, spec, data, { optimizer: sgd(0.05), epochs: 1 })
  context.compare(run.weights, [2 - 0.05 * 8], bound(context), 'weight')
  const { data: outputs } = await run.model.predict({ a: [[1]], b: [[5]] })
  await run.model.dispose()
  context.compare(outputs, [1.6 * (1 - 5)], bound(context), 'prediction')
}

function twoOutputs() {
  const x = input('x', [1])
  return functional({ outputs: { first: connect(x, times(1)), second: connect(x, times(2)) } })
}

const twoTargets = { x: [[1]], y: { first: [[0]], second: [[5]] } }

/** Losses 1 and 9, gradients 2 and −6. */
async function checkTwoOutputs(context: CaseContext): Promise<void> {
  const options = { optimizer: sgd(0.1), epochs: 1 } as const
  const plain = await train(context, twoOutputs(), twoTargets, options)
  context.compare(plain.weights, [0.8, 2.6], bound(context), 'weights')
  context.compare(plain.history.loss!, [10], bound(context), 'loss')
  const lossWeights = { first: 2, second: 0.5 }
  const run = await train(context, twoOutputs(), twoTargets, { ...options, lossWeights })
  await Promise.all([plain, run].map(({ model }) => model.dispose()))
  context.compare(run.weights, [0.6, 2.3], bound(context), 'weights by weighted losses')
  context.compare(run.history.loss!, [6.5], bound(context), 'loss of weighted losses')
  context.compare(run.history.firstLoss!, [1], bound(context), 'loss of the first')
  context.compare(run.history.secondLoss!, [9], bound(context), 'loss of the second')
}

async function checkWeightsByOutput(context: CaseContext): Promise<void> {
  const data = { ...twoTargets, sampleWeight: { first: [2], second: [3] } }
  const run = await train(context, twoOutputs(), data, { optimizer: sgd(0.1), epochs: 1 })
  await run.model.dispose()
  context.compare(run.weights, [0.6, 3.8], bound(context), 'weights')
  context.compare(run.history.firstLoss!, [2], bound(context), 'loss of the first')
  context.compare(run.history.secondLoss!, [27], bound(context), 'loss of the second')
}

/** Two logits of 0: every row has the loss log 2, and class 0 is predicted. */
async function checkClassWeights(context: CaseContext): Promise<void> {
  const layer = dense({ units: 2, kernelInitializer: 'zeros' })
  const rows = { x: ones(3), y: [0, 1, 1] }
  const run = await train(
    context,
    sequential({ inputShape: [1], layers: [layer] }),
    { ...rows, sampleWeight: [1, 4, 1] },
    {
      loss: { name: 'sparseCategoricalCrossentropy', fromLogits: true },
      metrics: ['accuracy'],
      weightedMetrics: ['accuracy'],
      classWeight: { 0: 2, 1: 0.25 },
      validationData: rows,
      optimizer: sgd(1e-30),
      epochs: 1,
    },
  )
  await run.model.dispose()
  const { loss, accuracy, weightedAccuracy, valLoss } = run.history
  context.compare(loss!, [(Math.LN2 * (2 + 0.25 * 4 + 0.25)) / 3], bound(context), 'loss')
  context.compare(valLoss!, [Math.LN2], bound(context), 'loss of validation')
  context.compare(accuracy!, [1 / 3], bound(context), 'accuracy')
  context.compare(weightedAccuracy!, [2 / 3.25], bound(context), 'weighted accuracy')
}

/**
 * Means 2 and 12, variances 1 and 4; the default momentum moves by a hundredth. Validation moves
 * nothing, and normalizes by what the step left.
 */
async function checkSharedStatistics(context: CaseContext): Promise<void> {
  const moved = async (layer: object): Promise<Record<string, Tensor>> => {
    const both = [connect(input('a', [1]), layer), connect(input('b', [1]), layer)]
    const spec = functional({ outputs: { output: connect(both, subtract()) } })
    const data = { x: { a: [[1], [3]], b: [[10], [14]] }, y: [[0], [0]] }
    const options = { optimizer: sgd(1e-30), epochs: 1, validationData: data }
    const run = await train(context, spec, data, options)
    await run.model.dispose()
    const [variance] = run.model.weights()['norm/movingVariance']!.data
    const loss = (81 + 121) / 2 / (variance! + 1e-3)
    context.compare(run.history.valLoss!, [loss], bound(context), 'loss of validation')
    return run.model.weights()
  }
  const half = await moved(batchNormalization({ momentum: 0.5, name: 'norm' }))
  context.compare(half['norm/movingMean']!.data, [6.5], bound(context), 'mean')
  context.compare(half['norm/movingVariance']!.data, [2.5], bound(context), 'variance')
  const plain = await moved(batchNormalization({ name: 'norm' }))
  context.compare(plain['norm/movingMean']!.data, [0.1398], bound(context), 'mean, 0.99')
}

async function checkFile(context: CaseContext): Promise<void> {
  const { backend, compare } = context
  const layers = [dense({ units: 2, activation: 'tanh' }), dense({ units: 3 })]
  const data = { x: randomRows(80, 6, 2), y: randomRows(81, 6, 3) }
  const metrics = ['meanAbsoluteError'] as const
  const spec = sequential({ inputShape: [2], layers })
  const { model } = await train(context, spec, data, { metrics, epochs: 2 })
  const loaded = loadModel(saveModel(model), { backend })
  const weights = loaded.weights()
  for (const [path, { data: values }] of Object.entries(model.weights())) {
    compare(weights[path]!.data, values, exact, path)
  }
  const [before, after] = [await evaluate(model, data), await evaluate(loaded, data)]
  await Promise.all([model, loaded].map((each) => each.dispose()))
  compare(Object.values(after), Object.values(before), exact, 'loss and metric')
}
