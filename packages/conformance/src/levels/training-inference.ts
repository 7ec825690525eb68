import {
  createModel,
  dense,
  evaluate,
  type Model,
  type NumberArray,
  sequential,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { randomRows } from './training-rows.js'
import { boundFor } from './vectors.js'

/** More rows than one step of an evaluation or a prediction has, and no multiple of it. */
const rows = 300
const features = 3

/** Predictions and evaluations in padded batches are those of the rows by themselves. */
export const inferenceCases: readonly ConformanceCase[] = [
  ...[1, 2, 16, 17, 256, 257, rows].map(
    (count): ConformanceCase => ({
      level: 'training',
      name: `predict: ${count} rows at once and one by one`,
      run: (context) => withModel(context, (model) => checkPredictions(context, model, count)),
    }),
  ),
  ...(['binaryCrossentropy', 'meanSquaredError'] as const).flatMap((loss) =>
    [false, true].map(
      (weighted): ConformanceCase => ({
        level: 'training',
        name: `evaluate: ${loss}${weighted ? ' with sample weights' : ''} is the mean over the rows`,
        run: (context) =>
          withModel(context, (model) => checkEvaluation(context, model, loss, weighted)),
      }),
    ),
  ),
]

async function withModel(
  { backend, precision }: CaseContext,
  work: (model: Model) => Promise<void>,
): Promise<void> {
  const spec = sequential({
    inputShape: [features],
    layers: [dense({ units: 5, activation: 'tanh' }), dense({ units: 1, activation: 'sigmoid' })],
  })
  const model = createModel(spec, { backend, precision, seed: 5 })
  try {
    await work(model)
  } finally {
    await model.dispose()
  }
}

const x = () => randomRows(30, rows, features)

/** The outputs for the first rows, each predicted alone. */
async function predictAlone(model: Model, count: number): Promise<number[]> {
  const { data } = x()
  const outputs: number[] = []
  for (let row = 0; row < count; row++) {
    const one = data.subarray(row * features, (row + 1) * features)
    const output = await model.predict({ shape: [1, features], data: one })
    outputs.push(output.data[0]!)
  }
  return outputs
}

async function checkPredictions(
  { precision, compare }: CaseContext,
  model: Model,
  count: number,
): Promise<void> {
  const data = x().data.subarray(0, count * features)
  const together = await model.predict({ shape: [count, features], data })
  const alone = await predictAlone(model, count)
  compare(together.data, alone, boundFor(precision, 1e-6, 1e-12), 'predictions')
}

const lossOf = {
  binaryCrossentropy: (p: number, y: number) => -Math.log(y === 1 ? p : 1 - p),
  meanSquaredError: (p: number, y: number) => (p - y) ** 2,
} as const

async function checkEvaluation(
  { precision, compare }: CaseContext,
  model: Model,
  loss: keyof typeof lossOf,
  weighted: boolean,
): Promise<void> {
  const y: NumberArray = randomRows(31, rows).data.map((value) => (value > 0.2 ? 1 : 0))
  const sampleWeight = weighted ? randomRows(32, rows).data.map((value) => 1 + value) : undefined
  const data = { x: x(), y, sampleWeight }
  const scores = await evaluate(model, data, { loss, metrics: ['binaryAccuracy'] })
  const outputs = await predictAlone(model, rows)
  const losses = outputs.map((p, i) => lossOf[loss](p, y[i]!) * (sampleWeight?.[i] ?? 1))
  const hits = outputs.map((p, i) => ((p > 0.5 ? 1 : 0) === y[i] ? 1 : 0))
  compare([scores.loss], [mean(losses)], boundFor(precision, 1e-6, 1e-12), 'loss')
  compare([scores.binaryAccuracy!], [mean(hits)], boundFor(precision, 1e-6, 1e-12), 'accuracy')
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
