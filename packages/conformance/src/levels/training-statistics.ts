import {
  batchNormalization,
  createModel,
  dense,
  type FitOptions,
  fit,
  type RowsLike,
  sequential,
  type WeightsByPath,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { randomRows } from './random-rows.js'
import { boundFor, exact } from './vectors.js'

const features = 3
const spec = sequential({
  inputShape: [features],
  layers: [
    batchNormalization({ momentum: 0.7 }),
    dense({ units: 4, activation: 'tanh' }),
    batchNormalization({ momentum: 0.7 }),
    dense({ units: 1 }),
  ],
})
const x = randomRows(70, 8, features)
const y = randomRows(71, 8, 1)

const options = {
  loss: 'meanSquaredError',
  optimizer: { name: 'sgd', learningRate: 0.1 },
  epochs: 1,
  batchSize: 5,
  shuffle: false,
  seed: 4,
} as const satisfies Omit<FitOptions, 'backend'>

/** Statistics of layers: what padding must not touch, and what inference must take. */
export const statisticsCases: readonly ConformanceCase[] = [
  {
    level: 'training',
    name: 'batch normalization: a padded last batch trains as its rows by themselves',
    run: checkPadding,
  },
  {
    level: 'training',
    name: 'batch normalization: predictions are those of the statistics that training left',
    run: checkInference,
  },
  {
    level: 'training',
    name: 'batch normalization: with trainable false, training changes none of it',
    run: checkFrozen,
  },
]

const rowsOf = (from: number, to: number): { x: RowsLike; y: RowsLike } => ({
  x: { shape: [to - from, features], data: x.data.subarray(from * features, to * features) },
  y: { shape: [to - from, 1], data: y.data.subarray(from, to) },
})

/** Batches of 5 and 3, the latter padded; beside two trainings with one whole batch each. */
async function checkPadding({ backend, precision, compare }: CaseContext): Promise<void> {
  const train = (from: number, to: number, initialWeights: WeightsByPath = {}) =>
    fit(spec, rowsOf(from, to), { ...options, backend, precision, initialWeights })
  const padded = await train(0, 8)
  const first = await train(0, 5)
  const second = await train(5, 8, first.model.weights())
  const bound = boundFor(precision, 1e-6, 1e-12)
  const loss = (5 * first.history.loss![0]! + 3 * second.history.loss![0]!) / 8
  compare(padded.history.loss!, [loss], bound, 'loss')
  const weights = second.model.weights()
  for (const [path, { data }] of Object.entries(padded.model.weights())) {
    compare(data, weights[path]!.data, bound, path)
  }
}

/** The model that training gives, beside a new one of its weights, and a plain computation. */
async function checkInference({ backend, precision, compare }: CaseContext): Promise<void> {
  const { model } = await fit(spec, rowsOf(0, 8), { ...options, backend, precision, epochs: 3 })
  const weights = model.weights()
  const { data } = await model.predict(x)
  const copy = createModel(spec, { backend, precision, weights })
  compare((await copy.predict(x)).data, data, exact, 'predictions of the same weights')
  const of = (path: string): ArrayLike<number> => weights[path]!.data
  const normalize = (row: readonly number[], layer: string): number[] =>
    row.map((value, i) => {
      const deviation = Math.sqrt(of(`${layer}/movingVariance`)[i]! + 1e-3)
      const unit = (value - of(`${layer}/movingMean`)[i]!) / deviation
      return unit * of(`${layer}/gamma`)[i]! + of(`${layer}/beta`)[i]!
    })
  const connect = (row: readonly number[], layer: string): number[] => {
    const bias = Array.from(of(`${layer}/bias`))
    return bias.map((start, unit) =>
      row.reduce((sum, v, i) => sum + v * of(`${layer}/kernel`)[i * bias.length + unit]!, start),
    )
  }
  const expected = Array.from({ length: 8 }, (_, row) => {
    const given = Array.from(x.data.subarray(row * features, (row + 1) * features))
    const hidden = connect(normalize(given, 'batchNormalization'), 'dense').map(Math.tanh)
    return connect(normalize(hidden, 'batchNormalization_1'), 'dense_1')[0]!
  })
  compare(data, expected, boundFor(precision, 4e-6, 1e-12), 'predictions')
  await Promise.all([model.dispose(), copy.dispose()])
}

async function checkFrozen({ backend, precision, compare }: CaseContext): Promise<void> {
  const frozen = sequential({
    inputShape: [features],
    layers: [batchNormalization({ trainable: false }), dense({ units: 1 })],
  })
  const { model } = await fit(frozen, rowsOf(0, 8), { ...options, backend, precision, epochs: 3 })
  const before = createModel(frozen, { backend, precision, seed: 4 }).weights()
  const after = model.weights()
  for (const name of ['gamma', 'beta', 'movingMean', 'movingVariance']) {
    const path = `batchNormalization/${name}`
    compare(after[path]!.data, before[path]!.data, exact, path)
  }
  await model.dispose()
}
