import { native } from '@parallax-ml/backend-native'
import {
  type BackendV1,
  createModel,
  fit,
  gradients,
  interpreter,
  type Model,
  type Precision,
  type Tensor,
  UnsupportedError,
  type WeightsByPath,
} from '@parallax-ml/core'
import { explainModel } from '../runs/explain-run.js'
import type { Task, TaskData } from '../tasks/task.js'
import { type ExplanationRows, rowsOf } from './explanations.js'
import { firstSteps } from './first-steps.js'

/** Who is held against others: a backend in a precision. */
export interface Party {
  readonly name: string
  readonly backend: BackendV1
  readonly precision: Precision
}

/** Core's interpreter in float64, which no engine has a part in. */
export const arbiter: Party = {
  name: 'float64',
  backend: interpreter,
  precision: 'float64',
}

/** Weights that all parties are given. */
export interface GivenWeights {
  /** Of the network that native trained to the end. */
  readonly trained: Readonly<Record<string, Tensor>>
  /** After a few steps of the arbiter, where gradients are still large. */
  readonly early: WeightsByPath
}

/** The numbers of one party for a task. */
export interface Evidence {
  readonly outputs: readonly number[]
  readonly weightGradients: readonly number[]
  /** By feature: where one hardly varies, its slopes are so steep that the others would not count. */
  readonly inputGradients: readonly (readonly number[])[]
  readonly weights: readonly number[]
  readonly explanations: ExplanationRows
}

/** Trains what all parties are asked about. */
export async function givenWeights(task: Task, seed: number): Promise<GivenWeights> {
  const { train } = task.data(seed)
  const { model } = await fit(task.spec, train, { ...task.training, seed, backend: native })
  const trained = model.weights()
  await model.dispose()
  return { trained, early: (await firstSteps(task, arbiter, seed)).weights }
}

/** What a party makes of a task; a text that says why, if its backend cannot do it. */
export async function evidenceOf(
  task: Task,
  party: Party,
  given: GivenWeights,
  seed: number,
): Promise<Evidence | string> {
  const data = task.data(seed)
  const { loss } = task.training
  const { x, y } = data.train
  try {
    const { trained } = await firstSteps(task, party, seed)
    const slopes = await withModel(task, party, given.early, (model) =>
      gradients(model, x, { loss, y }),
    )
    const answers = await withModel(task, party, given.trained, (model) =>
      answersOf(model, task, data),
    )
    return {
      ...answers,
      weights: trained,
      weightGradients: Object.values(slopes.weights).flatMap(({ data }) => Array.from(data)),
      inputGradients: Object.values(slopes.inputs).flatMap(columnsOf),
    }
  } catch (error) {
    if (error instanceof UnsupportedError) return error.message
    throw error
  }
}

function columnsOf({ shape, data }: Tensor): number[][] {
  const width = shape.at(-1)!
  return Array.from({ length: width }, (_, c) =>
    Array.from({ length: data.length / width }, (_, r) => data[r * width + c]!),
  )
}

async function answersOf(
  model: Model,
  task: Task,
  data: TaskData,
): Promise<Pick<Evidence, 'outputs' | 'explanations'>> {
  const outputs = await model.predict(data.test.x)
  const [shapley, gradients] = await explainModel(model, task, data)
  return {
    outputs: Array.from(outputs.data),
    explanations: {
      shapleyValues: rowsOf(shapley!),
      integratedGradients: rowsOf(gradients!),
    },
  }
}

async function withModel<Result>(
  { spec }: Task,
  { backend, precision }: Party,
  weights: WeightsByPath,
  work: (model: Model) => Promise<Result>,
): Promise<Result> {
  const model = createModel(spec, { backend, precision, weights })
  try {
    return await work(model)
  } finally {
    await model.dispose()
  }
}
