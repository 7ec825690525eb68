import { describe, expect, test } from 'vitest'
import { interpreter } from '../interpreter/backend.js'
import { dense } from '../layers/dense.js'
import { defineLoss } from '../losses/define.js'
import { meanOfRows } from '../losses/definition.js'
import { createModel } from '../model/model.js'
import { sequential } from '../spec/sequential.js'
import { confusionMatrix } from '../training/confusion-matrix.js'
import { evaluate } from '../training/evaluate.js'
import { fit } from '../training/fit.js'
import type { FitOptions } from '../training/options.js'
import { defineMetric } from './define.js'

const identity = (units: number) =>
  createModel(sequential({ inputShape: [units], layers: [dense({ units, useBias: false })] }), {
    backend: interpreter,
    precision: 'float64',
    weights: {
      'dense/kernel': Array.from({ length: units }, (_, i) =>
        Array.from({ length: units }, (_, j) => (i === j ? 1 : 0)),
      ),
    },
  })

/** More rows than one step of an evaluation has, and no multiple of it. */
const rows = 600
const logits = Array.from({ length: rows }, (_, i) => [
  Math.sin(i),
  Math.cos(2 * i),
  Math.sin(3 * i + 1),
])
const labels = Array.from({ length: rows }, (_, i) => (i * i) % 3)
const sampleWeight = Array.from({ length: rows }, (_, i) => (i % 5) / 2)
const sparse = { name: 'sparseCategoricalCrossentropy', fromLogits: true } as const
const largest = (row: readonly number[]): number => row.indexOf(Math.max(...row))

describe('evaluate', () => {
  test('sums and predictions span steps; weights weigh only the weighted ones', async () => {
    const data = { x: logits, y: labels, sampleWeight }
    const scores = await evaluate(identity(3), data, {
      loss: sparse,
      metrics: ['accuracy', 'expectedCalibrationError'],
      weightedMetrics: ['accuracy', 'expectedCalibrationError', 'logLoss'],
    })
    const hits = logits.map((row, i): number => (largest(row) === labels[i] ? 1 : 0))
    const weight = sampleWeight.reduce((a, b) => a + b)
    const weighed = hits.reduce((sum, hit, i) => sum + hit * sampleWeight[i]!, 0)
    expect(scores.accuracy).toBe(hits.reduce((a, b) => a + b) / rows)
    expect(scores.weightedAccuracy).toBeCloseTo(weighed / weight, 14)
    // The loss is divided by the number of rows, the metric by the sum of the weights.
    expect(scores.weightedLogLoss).toBeCloseTo((scores.loss * rows) / weight, 13)
    expect(scores.expectedCalibrationError).not.toBe(scores.weightedExpectedCalibrationError)
  })

  test('metrics of logits read them as the loss does', async () => {
    const x = [[-0.2], [0.3], [2], [-3]]
    const data = { x, y: [[0], [1], [1], [1]] }
    const names = ['binaryAccuracy', 'precision', 'recall', 'brierScore', 'logLoss'] as const
    const scores = await evaluate(identity(1), data, {
      loss: { name: 'binaryCrossentropy', fromLogits: true },
      metrics: names,
    })
    expect(scores).toMatchObject({ binaryAccuracy: 0.75, precision: 1, recall: 2 / 3 })
    expect(scores.logLoss).toBe(scores.loss)
    const p = x.map(([z]) => 1 / (1 + Math.exp(-z!)))
    const brier = p.reduce((sum, each, i) => sum + (each - (i > 0 ? 1 : 0)) ** 2, 0) / 4
    expect(scores.brierScore).toBeCloseTo(brier, 14)
  })

  test('a saturated sigmoid has the loss of its logits, and so has its log loss', async () => {
    const spec = sequential({
      inputShape: [1],
      layers: [dense({ units: 1, useBias: false, activation: 'sigmoid' })],
    })
    const model = createModel(spec, { backend: interpreter, weights: { 'dense/kernel': [[1]] } })
    const data = { x: [[200]], y: [[0]] }
    const loss = { name: 'binaryFocalCrossentropy', gamma: 2 } as const
    const scores = await evaluate(model, data, { loss, metrics: ['logLoss'] })
    expect(scores).toEqual({ loss: 200, logLoss: 200 })
  })
})

describe('confusionMatrix', () => {
  test('counts by actual and predicted class', async () => {
    const data = { x: logits, y: labels, sampleWeight }
    const counts = await confusionMatrix(identity(3), data, { loss: sparse })
    const expected = [0, 1, 2].map((actual) =>
      [0, 1, 2].map(
        (guess) => logits.filter((row, i) => labels[i] === actual && largest(row) === guess).length,
      ),
    )
    expect(counts).toEqual(expected)
  })

  test('an output alone is two classes', async () => {
    const data = { x: [[0.2], [0.7], [0.5], [0.9]], y: [[0], [0], [1], [1]] }
    const loss = 'meanSquaredError'
    expect(await confusionMatrix(identity(1), data, { loss })).toEqual([
      [1, 1],
      [1, 1],
    ])
    expect(await confusionMatrix(identity(1), data, { loss, threshold: 0.1 })).toEqual([
      [0, 2],
      [0, 2],
    ])
  })
})

const line = sequential({ inputShape: [1], layers: [dense({ units: 1 })] })
const points = { x: [[-1], [0], [1], [2]], y: [[0], [0], [1], [1]] }
const options: FitOptions = {
  backend: interpreter,
  loss: { name: 'binaryCrossentropy', fromLogits: true },
  epochs: 4,
  batchSize: 3,
  precision: 'float64',
}

describe('fit', () => {
  test('ranks have values of validation alone, sums also those of training', async () => {
    const { history } = await fit(line, points, {
      ...options,
      metrics: ['accuracy', 'auc', 'f1Score'],
      validationData: points,
      earlyStopping: { monitor: 'valAuc', patience: 3 },
    })
    expect(Object.keys(history).sort()).toEqual(
      ['accuracy', 'f1Score', 'loss', 'valAccuracy', 'valAuc', 'valF1Score', 'valLoss'].sort(),
    )
    expect(history.valAuc!.at(-1)).toBeGreaterThanOrEqual(0)
  })

  test('early stopping knows that errors shrink', async () => {
    const run = await fit(line, points, {
      ...options,
      loss: 'meanSquaredError',
      metrics: ['meanAbsoluteError'],
      epochs: 30,
      optimizer: { name: 'sgd', learningRate: 0.05 },
      earlyStopping: { monitor: 'meanAbsoluteError', patience: 2 },
    })
    const values = run.history.meanAbsoluteError!
    expect(run.stopped.bestEpoch).toBe(values.indexOf(Math.min(...values)) + 1)
    expect(values.length).toBeGreaterThan(3)
  })

  test.each([
    ['resident', points],
    ['streamed', { rows: 4, read: (rows: Int32Array) => pick(points, rows) }],
  ])('class weights multiply the sample weights of %s rows', async (_, data) => {
    const byClass = await fit(line, data, { ...options, classWeight: { 1: 3 } })
    const byRow = await fit(line, { ...points, sampleWeight: [1, 1, 3, 3] }, options)
    expect(byClass.history).toEqual(byRow.history)
    const both = { ...points, sampleWeight: [2, 1, 1, 0.5] }
    const twice = await fit(line, both, { ...options, classWeight: { 0: 2, 1: 4 } })
    const once = await fit(line, { ...points, sampleWeight: [4, 2, 4, 2] }, options)
    expect(twice.history).toEqual(once.history)
  })

  test('class weights know class indices, one-hot targets and the sides of a margin', async () => {
    const three = sequential({
      inputShape: [1],
      layers: [dense({ units: 3, activation: 'softmax' })],
    })
    const classWeight = { 0: 0.5, 2: 4 }
    const weights = [4, 0.5, 1, 0.5]
    const hot = [2, 0, 1, 0].map((k) => [0, 1, 2].map((j) => (j === k ? 1 : 0)))
    for (const [loss, y] of [
      ['sparseCategoricalCrossentropy', [2, 0, 1, 0]],
      ['categoricalCrossentropy', hot],
    ] as const) {
      const byClass = await fit(three, { x: points.x, y }, { ...options, loss, classWeight })
      const byRow = await fit(
        three,
        { x: points.x, y, sampleWeight: weights },
        { ...options, loss },
      )
      expect(byClass.history).toEqual(byRow.history)
    }
    const sides = { x: points.x, y: [[-1], [1], [-1], [1]] }
    const margin = { ...options, loss: 'hinge', metrics: ['accuracy'] } as const
    const byClass = await fit(line, sides, { ...margin, classWeight: { 0: 2 } })
    const byRow = await fit(line, { ...sides, sampleWeight: [2, 1, 2, 1] }, margin)
    expect(byClass.history).toEqual(byRow.history)
    const asBits = await fit(line, { x: points.x, y: [[0], [1], [0], [1]] }, margin)
    expect(asBits.history).toEqual((await fit(line, sides, margin)).history)
  })
})

const pick = ({ x, y }: typeof points, rows: Int32Array) => ({
  x: Array.from(rows, (i) => x[i]),
  y: Array.from(rows, (i) => y[i]),
})

describe('definitions of one’s own', () => {
  const square = defineLoss({
    name: 'powerError',
    options: { power: 4 },
    perRow: ({ power }, { builder: b, output, target }) =>
      meanOfRows(b, b.pow(b.abs(b.sub(output, target)), power)),
  })

  test('a loss trains as the known one of the same formula does', async () => {
    const own = await fit(line, points, { ...options, loss: { name: square, power: 2 } })
    const known = await fit(line, points, { ...options, loss: 'meanSquaredError' })
    for (const [i, value] of own.history.loss!.entries()) {
      expect(value).toBeCloseTo(known.history.loss![i]!, 12)
    }
    const fourth = await fit(line, points, { ...options, loss: square })
    expect(fourth.history.loss).not.toEqual(own.history.loss)
    expect((await evaluate(fourth.model, points)).loss).toBeGreaterThan(0)
  })

  test('metrics of all three kinds agree with the known ones', async () => {
    const perRow = defineMetric({
      name: 'first',
      better: 'lower',
      perRow: (_, { builder: b, output, target }) => meanOfRows(b, b.abs(b.sub(output, target))),
    })
    const sums = defineMetric({
      name: 'second',
      options: { times: 1 },
      better: 'lower',
      sums: (_, { builder: b, output, target }, weights) => ({
        errors: b.mul(b.reshape(b.abs(b.sub(output, target)), weights.shape), weights),
        weights,
      }),
      value: ({ times }, { errors, weights }) => {
        const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0)
        return (times * sum(errors!)) / sum(weights!)
      },
    })
    const whole = defineMetric({
      name: 'third',
      better: 'lower',
      fromPredictions: (_, { outputs, targets, weights }) =>
        Array.from(outputs).reduce(
          (sum, o, i) => sum + Math.abs(o - targets[i]!) * weights[i]!,
          0,
        ) / weights.reduce((a, b) => a + b, 0),
    })
    const data = { ...points, sampleWeight: [1, 0, 2, 5] }
    const all = ['meanAbsoluteError', perRow, { name: sums, times: 2 }, whole] as const
    const scores = await evaluate(identity(1), data, {
      loss: 'meanSquaredError',
      metrics: all,
      weightedMetrics: all,
    })
    const { meanAbsoluteError, weightedMeanAbsoluteError } = scores
    expect(scores).toMatchObject({ first: meanAbsoluteError, second: 2 * meanAbsoluteError })
    expect(scores.third).toBeCloseTo(meanAbsoluteError, 14)
    expect(scores.weightedThird).toBeCloseTo(weightedMeanAbsoluteError, 14)
    expect(meanAbsoluteError).not.toBeCloseTo(weightedMeanAbsoluteError, 3)
  })
})
