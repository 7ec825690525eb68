import {
  type BackendV1,
  createModel,
  type FitOptions,
  type FitResult,
  fit,
  type Gradients,
  gradients,
  interpreter,
  type OptimizerChoice,
  type Precision,
  type WeightsByPath,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { rounded } from '../execute.js'
import { everyOptimizer, magnifying } from './every-optimizer.js'
import { type TrainingModel, trainingModels } from './training-models.js'
import { boundFor, compareWeights } from './vectors.js'

const seed = 3

/** Trainings from the same start on the same batches, beside core's interpreter in float64. */
export const arbiterTrainingCases = (): ConformanceCase[] => [
  ...trainingModels.map(gradientCase),
  ...everyOptimizer.flatMap(([name, optimizer]) =>
    trainingModels
      .filter(({ loss }) => loss !== 'meanAbsoluteError' || !magnifying.includes(name))
      .map((model) => trainingCase(model, name, optimizer)),
  ),
]

/** Trains a model from its start; everything random follows from one seed. */
export const trainModel = (
  { backend, precision }: { readonly backend: BackendV1; readonly precision: Precision },
  model: TrainingModel,
  options: Partial<FitOptions>,
): Promise<FitResult> =>
  fit(model.spec, model.data, {
    backend,
    precision,
    seed,
    loss: model.loss,
    batchSize: model.batchSize,
    epochs: model.epochs,
    initialWeights: startOf(model),
    ...options,
  })

/** First weights that float32 holds exactly. Moments that training learns are not among them. */
function startOf({ spec }: TrainingModel): WeightsByPath {
  const weights = Object.entries(createModel(spec, { backend: interpreter, seed }).weights())
  return Object.fromEntries(
    weights
      .filter(([path]) => !path.startsWith('normalization/'))
      .map(([path, { shape, data }]) => [path, { shape, data: rounded(data, 'float32') }]),
  )
}

const trainingCase = (
  model: TrainingModel,
  name: string,
  optimizer: OptimizerChoice,
): ConformanceCase => ({
  level: 'training',
  name: `${model.name}: ${name}`,
  run: async (context) => {
    const { precision, compare } = context
    const actual = await trainModel(context, model, { optimizer })
    const arbiter = { backend: interpreter, precision: 'float64' } as const
    const expected = await trainModel(arbiter, model, { optimizer })
    const size = precision === 'float32' ? 1e-5 : 1e-9
    const bound = { absolute: 0, relative: size }
    compare(actual.history.loss!, expected.history.loss!, bound, 'losses')
    if (model.chaotic) return
    const weights = actual.model.weights()
    for (const [path, { data }] of Object.entries(expected.model.weights())) {
      compareWeights(context, weights[path]!.data, data, size, path, size)
    }
  },
})

const gradientCase = (model: TrainingModel): ConformanceCase => ({
  level: 'training',
  name: `${model.name}: gradients at the start`,
  run: async (context) => {
    const { precision, compare } = context
    const actual = await gradientsOf(context, model)
    const expected = await gradientsOf({ backend: interpreter, precision: 'float64' }, model)
    const bound = boundFor(precision, 2e-6, 1e-12)
    compare([actual.value], [expected.value], bound, 'loss')
    compare(actual.inputs.input!.data, expected.inputs.input!.data, bound, 'gradient of x')
    for (const [path, { data }] of Object.entries(expected.weights)) {
      compare(actual.weights[path]!.data, data, bound, `gradient of ${path}`)
    }
  },
})

async function gradientsOf(
  { backend, precision }: Pick<CaseContext, 'backend' | 'precision'>,
  { spec, data, loss, ...rest }: TrainingModel,
): Promise<Gradients> {
  const weights = startOf({ spec, data, loss, ...rest })
  const model = createModel(spec, { backend, precision, weights })
  try {
    return await gradients(model, data.x, { loss, y: data.y })
  } finally {
    await model.dispose()
  }
}
