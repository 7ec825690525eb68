import { dense, type FitResult, interpreter, normalization, sequential } from '@parallax-ml/core'
import { afterEach, describe, expect, test } from 'vitest'
import { fitTemperature, logits, withTemperature } from '../calibration/temperature.js'
import { near, tanh } from '../planted/recipes.js'
import { clouds } from '../planted/rows.js'
import { type LabelledRows, type Recipe, subjectOf } from '../subject.js'
import { expectClose } from '../testing/golden.js'
import { answersOf, pick } from './answers.js'
import { type Predictor, trainPredictor } from './predictor.js'

const place = { backend: interpreter, precision: 'float64' } as const
const opened: Predictor[] = []
afterEach(async () => {
  for (const predictor of opened.splice(0)) await predictor.dispose()
})

async function trained(recipe: Recipe, train: LabelledRows, seed = 1): Promise<Predictor> {
  const predictor = await trainPredictor(subjectOf(recipe, { train }), train, seed, place)
  opened.push(predictor)
  return predictor
}

const weight = ({ model }: FitResult, name: string): ArrayLike<number> =>
  model.weights()[name]!.data

/**
 * A network that one step brings to the mean of the targets that it learns. Of ten targets that are
 * powers of ten the mean tells how often each was learned: the digits of their sum.
 */
const counted: LabelledRows = {
  x: Array.from({ length: 10 }, () => [0]),
  y: Array.from({ length: 10 }, (_, i) => 10 ** i),
}
const averaging: Recipe = {
  spec: sequential({
    inputShape: [1],
    layers: [dense({ units: 1, kernelInitializer: 'zeros', name: 'mean' })],
  }),
  loss: 'meanSquaredError',
  optimizer: { name: 'sgd', learningRate: 0.5 },
  epochs: 2,
  batchSize: 100,
}
const timesLearned = (run: FitResult, rows: number): number[] =>
  String(Math.round(weight(run, 'mean/bias')[0]! * rows))
    .padStart(10, '0')
    .split('')
    .map(Number)
    .reverse()

/** The rows that a recipe holds out of ten. */
async function heldOut(seed: number): Promise<number[]> {
  const { runs } = await trained({ ...averaging, earlyStopping: { patience: 9 } }, counted, seed)
  return timesLearned(runs[0]!, 8).flatMap((times, row) => (times === 0 ? [row] : []))
}

test('learns every row once', async () => {
  const { runs } = await trained(averaging, counted)
  expect(timesLearned(runs[0]!, 10)).toEqual(new Array(10).fill(1))
})

describe('early stopping', () => {
  test('watches a fifth of the rows, which are not learned', async () => {
    const { runs } = await trained({ ...averaging, earlyStopping: { patience: 9 } }, counted)
    const times = timesLearned(runs[0]!, 8)
    expect(times.toSorted()).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 1, 1])
    const mean = weight(runs[0]!, 'mean/bias')[0]!
    const watched = counted.y.filter((_, row) => times[row] === 0)
    const loss = watched.reduce((sum, y) => sum + (y - mean) ** 2, 0) / 2
    expectClose(runs[0]!.history.valLoss!.at(-1)! / loss, 1, 1e-9)
  })

  test('watches other rows with another seed', async () => {
    const rows = await Promise.all([1, 2, 3, 4].map(heldOut))
    expect(new Set(rows.map(String)).size).toBeGreaterThan(1)
  })
})

describe('ensembles', () => {
  test('answer with the mean of their members, which begin with other weights', async () => {
    const rows = clouds(1, 30, near)
    const recipe: Recipe = {
      spec: sequential({ inputShape: [2], layers: [tanh(3), dense({ units: 1 })] }),
      loss: 'meanSquaredError',
      epochs: 1,
      ensemble: { members: 3, bagging: false },
    }
    const predictor = await trained(recipe, rows)
    const kernels = predictor.runs.map((run) => Array.from(weight(run, 'dense/kernel')).join())
    expect(new Set(kernels).size).toBe(3)
    const asked = { shape: [30, 2], data: Float64Array.from(rows.x.flat()) }
    const own = await Promise.all(predictor.runs.map(({ model }) => model.predict(asked)))
    const means = rows.x.map((_, row) => [own.reduce((sum, { data }) => sum + data[row]!, 0) / 3])
    expectClose(await predictor.answer(rows.x), means)
  })

  test('with bagging each learn as many rows, drawn with replacement', async () => {
    const recipe: Recipe = { ...averaging, ensemble: { members: 4, bagging: true } }
    const { runs } = await trained(recipe, counted)
    const times = runs.map((run) => timesLearned(run, 10))
    for (const own of times) {
      expect(own.reduce((a, b) => a + b)).toBe(10)
      expect(Math.max(...own)).toBeGreaterThan(1)
    }
    expect(new Set(times.map(String)).size).toBe(4)
  })
})

test('a temperature is fitted on rows held out, and divides the logits', async () => {
  const train = clouds(4, 10, near)
  const recipe: Recipe = {
    spec: sequential({
      inputShape: [2],
      layers: [tanh(8), dense({ units: 2, activation: 'softmax' })],
    }),
    loss: 'sparseCategoricalCrossentropy',
    optimizer: { name: 'adam', learningRate: 0.1 },
    epochs: 3,
    temperature: true,
  }
  const predictor = await trained(recipe, train)
  const subject = subjectOf(recipe, { train })
  const plain = async ({ x }: LabelledRows) =>
    answersOf(
      await predictor.runs[0]!.model.predict({
        shape: [x.length, 2],
        data: Float64Array.from(x.flat()),
      }),
      subject,
    )
  const watched = pick(train, await heldOut(1))
  expect(watched.y).toHaveLength(2)
  const temperature = fitTemperature(logits(await plain(watched)), watched.y)
  const learned = fitTemperature(logits(await plain(train)), train.y)
  expect(Math.abs(Math.log(temperature / learned))).toBeGreaterThan(0.01)
  expectClose(
    await predictor.answer(train.x),
    withTemperature(logits(await plain(train)), temperature),
  )
})

describe('noise', () => {
  const train = clouds(3, 400, [[0, 0]])
  const wide = { x: train.x.map(([a, b]) => [a!, 1000 * b!]), y: train.y }
  const recipe = (copies: number): Recipe => ({
    spec: sequential({
      inputShape: [2],
      layers: [normalization({ name: 'moments' }), dense({ units: 1 })],
    }),
    loss: 'meanSquaredError',
    epochs: 1,
    ...(copies > 0 && { noise: { scale: 1, copies } }),
  })
  const moments = async (copies: number) => {
    const { runs } = await trained(recipe(copies), wide)
    const [mean, variance] = ['mean', 'variance'].map((name) => weight(runs[0]!, `moments/${name}`))
    return { mean: mean!, variance: variance! }
  }

  test('is in standard deviations of each feature', async () => {
    const [before, after] = [await moments(0), await moments(1)]
    for (const c of [0, 1]) {
      // Half of the rows have twice the variance.
      expect(after.variance[c]! / before.variance[c]!).toBeGreaterThan(1.35)
      expect(after.variance[c]! / before.variance[c]!).toBeLessThan(1.65)
    }
  })

  test('differs from copy to copy', async () => {
    const [none, one, two] = [await moments(0), await moments(1), await moments(2)]
    const shift = ({ mean }: typeof none) => mean[0]! - none.mean[0]!
    // Of the same noise again, two thirds of the rows would be moved as far, not half.
    expect(Math.abs(shift(two) / shift(one) - 4 / 3)).toBeGreaterThan(0.01)
  })
})
