import { native } from '@parallax-ml/backend-native'
import { type BackendV1, createModel, fit, type Model, UnsupportedError } from '@parallax-ml/core'
import {
  type Attribution,
  type ExplainableModel,
  explainable,
  integratedGradients,
  permutationShapley,
} from '@parallax-ml/interpret'
import type { Task, TaskData } from '../tasks/task.js'

/** Why networks answer some test rows as they do, by several methods. */
export interface RunExplanations {
  /** Of the network that this backend trained. */
  readonly own: readonly Attribution[]
  /** Of the network that `native` trained from the same seed: the same weights on every backend. */
  readonly shared: readonly Attribution[]
  /** Of pictures: the same of weights as they are before training, to see what is about the weights at all. */
  readonly random?: readonly Attribution[]
  /** What the backend cannot do, if it could not explain. */
  readonly refused?: string
}

/** How explanations are made, for the protocol. */
export const explainingProtocol =
  'Explanations are made for the first seed, of up to 6 test rows spread evenly: Shapley values by 10 orders and their reverses, absent features at the mean of the training rows, and integrated gradients in 64 steps from there; of classes, of their logits. Both are made of the network that each backend trained, and of the weights that native trained, run on each backend.'

const rowsExplained = 6
const orders = 10
const steps = 64

/** Explains a trained network, and the same weights on every backend. */
export async function explainRun(
  model: Model,
  task: Task,
  data: TaskData,
  {
    backend,
    seed,
    epochs,
  }: {
    readonly backend: BackendV1
    readonly seed: number
    readonly epochs: number
  },
): Promise<RunExplanations> {
  try {
    const own = await explainModel(model, task, data)
    if (backend.name === native.name) {
      if (task.picture === undefined) return { own, shared: own }
      const untrained = createModel(task.spec, { backend, seed: seed + 1 })
      const random = await explainModel(untrained, task, data)
      await untrained.dispose()
      return { own, shared: own, random }
    }
    const { model: trained } = await fit(task.spec, data.train, {
      ...task.training,
      epochs,
      seed,
      backend: native,
    })
    const same = createModel(task.spec, { backend, weights: trained.weights() })
    await trained.dispose()
    const shared = await explainModel(same, task, data)
    await same.dispose()
    return { own, shared }
  } catch (error) {
    if (!(error instanceof UnsupportedError)) throw error
    return { own: [], shared: [], refused: error.message }
  }
}

/** Explains some test rows; logits of classes, as probabilities near 0 and 1 hardly move. */
export const explainModel = (model: Model, task: Task, data: TaskData): Promise<Attribution[]> =>
  withExplainable(model, task, data, async (explained) => [
    await permutationShapley(explained, explainedRows(data), {
      background: { mean: data.train.x },
      permutations: orders,
    }),
    await pathGradients(explained, explainedRows(data), data),
  ])

/** The integrated gradients of {@link explainModel} alone, of any rows. */
export const explainByGradients = (
  model: Model,
  task: Task,
  data: TaskData,
  rows: TaskData['test']['x'],
): Promise<Attribution> =>
  withExplainable(model, task, data, (explained) => pathGradients(explained, rows, data))

const pathGradients = (
  explained: ExplainableModel,
  rows: TaskData['test']['x'],
  { train }: TaskData,
): Promise<Attribution> =>
  integratedGradients(explained, rows, { baseline: { mean: train.x }, steps })

async function withExplainable<Result>(
  model: Model,
  { kind }: Task,
  { featureNames, classNames }: TaskData,
  explain: (explained: ExplainableModel) => Promise<Result>,
): Promise<Result> {
  const width = Object.values(model.architecture.outputs)[0]!.shape.at(-1)!
  const outputNames = classNames && (width === 1 ? [classNames[1]!] : classNames)
  const explained = explainable(model, {
    featureNames,
    ...(outputNames && { outputNames }),
    ...(kind === 'classification' && { space: 'logit' }),
  })
  try {
    return await explain(explained)
  } finally {
    await explained.dispose()
  }
}

/** Some test rows, evenly spread, since rows are often sorted by class. */
export function explainedRows({ test: { x } }: TaskData): TaskData['test']['x'] {
  const count = Math.min(rowsExplained, x.length)
  return Array.from({ length: count }, (_, i) => x[Math.floor((i * x.length) / count)]!)
}
