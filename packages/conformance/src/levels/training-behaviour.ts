import { type FitResult, fit, type RowSource } from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { trainModel } from './training-arbiter.js'
import { type TrainingModel, trainingModels } from './training-models.js'
import { randomRows } from './training-rows.js'
import { exact } from './vectors.js'

/** What must hold of every training on any backend. */
export const trainingBehaviourCases = (): ConformanceCase[] => [
  ...trainingModels.flatMap((model) => [residencyCase(model), repeatedCase(model)]),
  continuedCase,
  sourceCase,
]

const level = 'training'

function compareRuns({ compare }: CaseContext, actual: FitResult, expected: FitResult): void {
  for (const [name, values] of Object.entries(expected.history)) {
    compare(actual.history[name]!, values, exact, name)
  }
  const weights = actual.model.weights()
  for (const [path, { data }] of Object.entries(expected.model.weights())) {
    compare(weights[path]!.data, data, exact, path)
  }
}

/** Batches that do not divide the rows, and a new order every epoch. */
const uneven = { batchSize: 5, epochs: 4, optimizer: 'adam', metrics: ['accuracy'] } as const

const residencyCase = (model: TrainingModel): ConformanceCase => ({
  level,
  name: `${model.name}: resident and streamed rows give the same bits`,
  run: async (context) => {
    const resident = await trainModel(context, model, { ...uneven, residency: 'resident' })
    const streamed = await trainModel(context, model, { ...uneven, residency: 'streamed' })
    compareRuns(context, streamed, resident)
  },
})

const repeatedCase = (model: TrainingModel): ConformanceCase => ({
  level,
  name: `${model.name}: the same seed gives the same bits`,
  run: async (context) => {
    const first = await trainModel(context, model, { ...uneven, epochs: 10 })
    compareRuns(context, await trainModel(context, model, { ...uneven, epochs: 10 }), first)
  },
})

const continuedCase: ConformanceCase = {
  level,
  name: 'sgd: five epochs and five more are ten',
  run: async (context) => {
    const model = trainingModels[0]!
    const options = { optimizer: 'sgd', shuffle: false, epochs: 5 } as const
    const ten = await trainModel(context, model, { ...options, epochs: 10 })
    const five = await trainModel(context, model, options)
    const initialWeights = five.model.weights()
    const more = await trainModel(context, model, { ...options, initialWeights })
    const loss = [...five.history.loss!, ...more.history.loss!]
    compareRuns(context, { ...more, history: { loss } }, ten)
  },
}

/** Rows that are read when they are needed give the same numbers as rows in memory. */
const sourceCase: ConformanceCase = {
  level,
  name: 'a source of rows gives the same bits as rows in memory',
  run: async (context) => {
    const { backend, precision } = context
    const model = trainingModels[0]!
    const x = randomRows(20, 13, 2)
    const y = randomRows(21, 13, 1).data.map((value) => (value > 0 ? 1 : 0))
    const source: RowSource = {
      rows: 13,
      read: (indices) => ({
        x: Array.from(indices, (row) => x.data.subarray(2 * row, 2 * row + 2)),
        y: Array.from(indices, (row) => y[row]!),
      }),
    }
    const options = { ...uneven, backend, precision, loss: model.loss, seed: 11 }
    const resident = await fit(model.spec, { x, y }, options)
    compareRuns(context, await fit(model.spec, source, options), resident)
  },
}
