import { describe, expect, test } from 'vitest'
import type { Dataset, RowSource } from '../../data/source.js'
import { takeRows } from '../../data/take-rows.js'
import { interpreter } from '../../interpreter/backend.js'
import { dense } from '../../layers/dense.js'
import { normalization } from '../../layers/normalization.js'
import { sequential } from '../../spec/sequential.js'
import type { Callback } from '../../training/callbacks/callback.js'
import { evaluate } from '../../training/evaluate.js'
import { fit } from '../../training/fit.js'
import type { FitOptions } from '../../training/options.js'
import type { Split } from '../folds/split.js'
import { crossValidate } from './cross-validate.js'
import type { CrossValidateOptions } from './options.js'
import type { FoldResult } from './result.js'

const rows = 30
const x = Array.from({ length: rows }, (_, i) => [Math.sin(3 * i), i])
const y = x.map(([a], i) => (a! + (i % 7) / 10 > 0.3 ? 1 : 0))
const data: Dataset = { x, y }
const spec = sequential({
  inputShape: [2],
  layers: [
    normalization({ name: 'scale' }),
    dense({ units: 4, activation: 'tanh' }),
    dense({ units: 1, activation: 'sigmoid' }),
  ],
})
const fitting = {
  backend: interpreter,
  loss: 'binaryCrossentropy',
  metrics: ['accuracy'],
  epochs: 3,
  batchSize: 8,
  precision: 'float64',
} satisfies FitOptions
const options: CrossValidateOptions = { ...fitting, folds: 3, seed: 11 }
const run = (changes: Partial<CrossValidateOptions> = {}, rows: Dataset | RowSource = data) =>
  crossValidate(spec, rows, { ...options, ...changes })

test('every fold is what fit and evaluate give for its rows and its seed', async () => {
  const seen: [FoldResult, Split][] = []
  const { folds, scores } = await run({
    repeats: 2,
    onFold: (fold, _, split) => {
      seen.push([fold, split])
    },
  })
  expect(folds.map(({ repeat, fold }) => [repeat, fold])).toEqual([
    [1, 1],
    [1, 2],
    [1, 3],
    [2, 1],
    [2, 2],
    [2, 3],
  ])
  expect(new Set(folds.map(({ seed }) => seed)).size).toBe(6)
  for (const [result, split] of seen) {
    const train = takeRows(data, split.train)
    const { model } = await fit(spec, train, { ...fitting, seed: result.seed })
    expect(result.scores).toEqual(await evaluate(model, takeRows(data, split.test)))
    expect(result.trainScores).toEqual(await evaluate(model, train))
    expect(result.rows).toEqual({ train: 20, test: 10 })
  }
  const mean = folds.reduce((sum, fold) => sum + fold.scores.loss, 0) / 6
  expect(scores.loss!.mean).toBeCloseTo(mean, 12)
  // Half as many rows are for testing as for training; 2.5706 is Student's t of 5 at 0.95.
  const { standardDeviation, interval } = scores.loss!
  const margin = 2.570581835636 * Math.sqrt(1 / 6 + 1 / 2) * standardDeviation!
  expect(interval!.high).toBeCloseTo(mean + margin, 9)
  expect(interval!.low).toBeCloseTo(mean - margin, 9)
  for (const repeat of [1, 2]) {
    const tested = seen
      .filter(([fold]) => fold.repeat === repeat)
      .flatMap(([, split]) => split.test)
    expect(tested.toSorted((a, b) => a - b)).toEqual(x.map((_, i) => i))
  }
  expect(seen[0]![1].test).not.toEqual(seen[3]![1].test)
})

test('mean and variance of normalization come from the training rows of the fold alone', async () => {
  const folds = await run({
    onFold(_, model, { train }) {
      const values = train.map((row) => x[row]![1]!)
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      expect(model.weights()['scale/mean']!.data[1]).toBeCloseTo(mean, 12)
      expect(mean).not.toBeCloseTo((rows - 1) / 2, 3)
    },
  })
  expect(folds.folds).toHaveLength(3)
})

test('a seed decides everything, and repeats do not depend on how many there are', async () => {
  const twice = await run({ repeats: 2 })
  expect(await run({ repeats: 2 })).toEqual(twice)
  expect((await run()).folds).toEqual(twice.folds.slice(0, 3))
  expect((await run({ seed: 12 })).folds[0]!.scores).not.toEqual(twice.folds[0]!.scores)
})

test('rows are read as well from a source, and never a test row while a fold is trained', async () => {
  const read = new Set<number>()
  const source: RowSource = {
    rows,
    read(indices) {
      for (const row of indices) read.add(row)
      return takeRows(data, [...indices]) as Dataset
    },
  }
  const trained: number[][] = []
  const watch: Callback = {
    name: 'watch',
    begin() {
      read.clear()
      return { onTrainEnd: () => void trained.push([...read]) }
    },
  }
  let fold = 0
  const changes: Partial<CrossValidateOptions> = {
    validationFolds: 4,
    earlyStopping: { patience: 1 },
  }
  const streamed = await run(
    {
      ...changes,
      callbacks: [watch],
      onFold(result, _, split) {
        expect(trained[fold]!.toSorted((a, b) => a - b)).toEqual(split.train)
        expect(result.rows).toEqual({ train: 15, test: 10 })
        fold++
      },
    },
    source,
  )
  expect(fold).toBe(3)
  const resident = await run(changes)
  expect(resident.folds).toEqual(streamed.folds)
})

test('stratify takes the classes from the targets, or as they are given', async () => {
  const shares: number[] = []
  const own = await run({
    stratify: true,
    onFold: (_, __, split) => void shares.push(split.test.filter((row) => y[row] === 1).length),
  })
  expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1)
  expect(await run({ stratify: y })).toEqual(own)
  expect(
    await run({ stratify: true }, { rows, read: (i) => takeRows(data, [...i]) as Dataset }),
  ).toEqual(own)
  expect(await run()).not.toEqual(own)
})

test('groups and splits of the caller', async () => {
  const groups = x.map((_, i) => `writer ${i % 5}`)
  await run({
    groups,
    onFold(_, __, { train, test: tested }) {
      const trained = new Set(train.map((row) => groups[row]))
      expect(tested.filter((row) => trained.has(groups[row]))).toEqual([])
    },
  })
  const split = { train: [0, 1, 2, 3, 4, 5], test: [9, 8] }
  const { folds, scores } = await run({ folds: [split] })
  expect(folds.map((fold) => fold.rows)).toEqual([{ train: 6, test: 2 }])
  expect(scores.loss).toEqual({ mean: folds[0]!.scores.loss })
})

test('metrics that need every row are judged although training steps have none', async () => {
  const { scores, trainScores } = await run({ metrics: ['auc', 'accuracy'] })
  expect(Object.keys(scores)).toEqual(['loss', 'auc', 'accuracy'])
  expect(trainScores.auc!.mean).toBeGreaterThan(0)
})

test('a fold that diverges says so', async () => {
  const { folds, scores } = await crossValidate(
    sequential({ inputShape: [2], layers: [dense({ units: 1 })] }),
    data,
    { ...options, loss: 'meanSquaredError', optimizer: { name: 'sgd', learningRate: 1e300 } },
  )
  expect(folds[0]!.stopped.reason).toBe('nonFiniteLoss')
  expect(Number.isFinite(scores.loss!.mean)).toBe(false)
  expect(scores.loss).not.toHaveProperty('interval')
})

describe('the signal', () => {
  test('drops the training at work, and keeps the folds before it', async () => {
    const controller = new AbortController()
    const seen: number[] = []
    const { folds, stopped } = await run({
      signal: controller.signal,
      epochs: 1000,
      onProgress({ fold, folds: all, step }) {
        seen.push(all)
        if (fold === 2 && step > 50) controller.abort()
      },
    })
    expect(folds).toHaveLength(1)
    expect(new Set(seen)).toEqual(new Set([3]))
    expect(stopped.message).toBe('The signal aborted it after 1 of 3 trainings.')
  })

  test('that was raised before gives no scores', async () => {
    const { folds, scores } = await run({ signal: AbortSignal.abort() })
    expect([folds, scores]).toEqual([[], {}])
  })
})
