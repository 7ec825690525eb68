import type { FitOptions, Tensor } from '@parallax-ml/core'
import type { Task } from '../tasks/task.js'
import { stepLosses, trainUntil } from './train-until.js'

/** How many first steps of a training are compared. */
const firstStepCount = 20

/** The losses of a task's first steps, and the weights after them. */
export interface FirstSteps {
  readonly losses: readonly number[]
  readonly weights: Readonly<Record<string, Tensor>>
}

/** Takes a task's first {@link firstStepCount} steps. */
export async function firstSteps(
  { spec, training, data }: Task,
  { backend, precision = 'float32' }: Pick<FitOptions, 'backend' | 'precision'>,
  seed: number,
): Promise<FirstSteps> {
  const { losses, callback } = stepLosses()
  const { model } = await trainUntil(firstStepCount, spec, data(seed).train, {
    ...training,
    backend,
    precision,
    seed,
    callbacks: [callback],
  })
  const weights = model.weights()
  await model.dispose()
  return { losses, weights }
}

/** All elements of some tensors in one vector. */
export const vectorOf = (tensors: Readonly<Record<string, Tensor>>): number[] =>
  Object.values(tensors).flatMap(({ data }) => Array.from(data))
