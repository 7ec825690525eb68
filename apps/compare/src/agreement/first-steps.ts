import type { FitOptions, Tensor } from '@parallax-ml/core'
import type { Task } from '../tasks/task.js'
import { stepLosses, trainUntil } from './train-until.js'

/** How many first steps of a training are compared. */
const firstStepCount = 20

/** The losses of a task's first steps, and all weights after them. */
export interface FirstSteps {
  readonly losses: readonly number[]
  readonly weights: Readonly<Record<string, Tensor>>
  /** Those that steps change, in one vector: moments of the rows, which may be large, are not among them. */
  readonly trained: readonly number[]
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
  const { entries } = model.architecture.layout
  await model.dispose()
  const trained = entries.filter(({ role }) => role === 'trainable').map(({ path }) => path)
  return { losses, weights, trained: trained.flatMap((path) => Array.from(weights[path]!.data)) }
}
