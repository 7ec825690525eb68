import {
  type BackendV1,
  countParameters,
  evaluate,
  fit,
  type Model,
  type Progress,
  type Scores,
} from '@parallax-ml/core'
import type { Run, RunScores } from './results.js'
import type { Task } from './tasks/task.js'

/** One thing to measure. */
export interface RunPlan {
  readonly task: Task
  readonly backend: BackendV1
  readonly seed: number
  /** Instead of the task's own. */
  readonly epochs?: number | undefined
}

/** A run, and the mean training loss of each of its epochs. */
export interface MeasuredRun {
  readonly run: Run
  readonly losses: readonly number[]
}

/** Training ended in numbers that are none, so there is nothing to compare. */
class NonFiniteLossError extends Error {
  readonly code = 'NON_FINITE_LOSS'
}

/** Rows per call when the speed of prediction is measured, and how long at least. */
const predictionRows = 256
const predictionMs = 30

/** How a run is measured, for the protocol. */
export const measuringProtocol = `Compile time runs from checked data to programs ready to run, training time from there to the last step. Prediction speed is that of repeated calls of ${predictionRows} test rows for at least ${predictionMs} ms after one call to warm up. Runs follow one another in one process, one at a time.`

/**
 * Trains, evaluates and times one run.
 * @throws an error of code `NON_FINITE_LOSS` if the loss leaves the finite numbers, and whatever the
 * backend throws.
 */
export async function measure(
  { task, backend, seed, epochs = task.training.epochs }: RunPlan,
  onProgress: (progress: Progress) => void,
): Promise<MeasuredRun> {
  const { train, test } = task.data(seed)
  const options = { ...task.training, epochs, backend, seed, onProgress }
  const { model, history, stopped, timing, ...trained } = await fit(task.spec, train, options)
  try {
    if (stopped.reason === 'nonFiniteLoss') throw new NonFiniteLossError(stopped.message)
    const judgement = { metrics: ['accuracy'] } as const
    const { engine } = trained.backend
    const run: Run = {
      task: task.name,
      backend: backend.name,
      seed,
      engine: { name: engine.name, version: engine.version, native: engine.native },
      train: scoresOf(await evaluate(model, train, judgement)),
      test: scoresOf(await evaluate(model, test, judgement)),
      timing: {
        compileMs: timing.compileMs,
        trainMs: timing.trainMs,
        stepsPerSecond: timing.stepsPerSecond,
        predictRowsPerSecond: await predictionSpeed(model, test.x),
      },
      parameters: countParameters(task.spec).trainable,
      stopped: { reason: stopped.reason, epoch: stopped.epoch },
    }
    return { run, losses: history.loss! }
  } finally {
    await model.dispose()
  }
}

const scoresOf = ({ accuracy, loss }: Scores<'accuracy'>): RunScores => ({ accuracy, loss })

async function predictionSpeed(model: Model, x: readonly (readonly number[])[]): Promise<number> {
  const rows = Array.from({ length: predictionRows }, (_, row) => x[row % x.length]!)
  await model.predict(rows)
  const started = performance.now()
  let calls = 0
  let elapsed = 0
  while (elapsed < predictionMs) {
    await model.predict(rows)
    calls++
    elapsed = performance.now() - started
  }
  return (1000 * calls * predictionRows) / elapsed
}
