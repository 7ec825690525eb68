import {
  type BackendV1,
  countParameters,
  evaluate,
  fit,
  type Model,
  type Progress,
} from '@parallax-ml/core'
import type { Run } from '../results.js'
import type { Task } from '../tasks/task.js'
import { type Evidence, gatherEvidence } from './evidence.js'
import { explainRun, type RunExplanations } from './explain-run.js'

/** One thing to measure. */
export interface RunPlan {
  readonly task: Task
  readonly backend: BackendV1
  readonly seed: number
  /** Instead of the task's own. */
  readonly epochs?: number | undefined
  /** Whether decision maps, mistakes and predictions are kept as well. */
  readonly inDetail: boolean
}

/** A run, and what figures show of it. */
export interface MeasuredRun {
  readonly run: Run
  /** Mean training loss by epoch, counted from 1: all epochs, or some spread evenly. */
  readonly curve: readonly (readonly [epoch: number, loss: number])[]
  readonly evidence: Evidence
  /** In detail only. */
  readonly explanations?: RunExplanations
}

/** Training ended in numbers that are none, so there is nothing to compare. */
class NonFiniteLossError extends Error {
  readonly code = 'NON_FINITE_LOSS'
}

/** Rows per call when the speed of prediction is measured, and how long at least. */
const predictionRows = 256
const predictionMs = 30

/** How a run is measured, for the protocol. */
export const measuringProtocol = `Compile time runs from checked data to programs ready to run, training time from there to the last step. Prediction speed is that of repeated calls of ${predictionRows} test rows for at least ${predictionMs} ms after one call to warm up. Memory is the most that the process has held (resident set), Node and engine included. Each task on each backend has a process of its own, which makes the runs of all seeds, one at a time; a run that ends its process counts as failed, and the others go on in a new one.`

/** Which test scores tasks of a kind get. */
const testMetrics = {
  classification: ['accuracy', 'expectedCalibrationError'],
  regression: ['r2Score', 'rootMeanSquaredError'],
} as const

const startBytes = process.memoryUsage.rss()

/**
 * Trains, evaluates and times one run.
 * @throws an error of code `NON_FINITE_LOSS` if the loss leaves the finite numbers, and whatever the
 * backend throws.
 */
export async function measure(
  { task, backend, seed, epochs = task.training.epochs, inDetail }: RunPlan,
  onProgress: (progress: Progress) => void,
): Promise<MeasuredRun> {
  const data = task.data(seed)
  const options = { ...task.training, epochs, backend, seed, onProgress }
  const { model, history, stopped, timing, ...trained } = await fit(task.spec, data.train, options)
  try {
    if (stopped.reason === 'nonFiniteLoss') throw new NonFiniteLossError(stopped.message)
    const metrics = testMetrics[task.kind]
    const { engine, path, threads } = trained.backend
    const run: Run = {
      task: task.name,
      backend: backend.name,
      seed,
      engine: { name: engine.name, version: engine.version, native: engine.native, path, threads },
      train: await evaluate(model, data.train, { metrics: metrics.slice(0, 1) }),
      test: await evaluate(model, data.test, { metrics }),
      timing: {
        compileMs: timing.compileMs,
        trainMs: timing.trainMs,
        stepsPerSecond: timing.stepsPerSecond,
        predictRowsPerSecond: await predictionSpeed(model, data.test.x),
      },
      memory: { startBytes, peakBytes: 1024 * process.resourceUsage().maxRSS },
      parameters: countParameters(task.spec).trainable,
      stopped: { reason: stopped.reason, epoch: stopped.epoch },
    }
    const evidence = await gatherEvidence(model, task, data, inDetail)
    const explanations =
      inDetail && (await explainRun(model, task, data, { backend, seed, epochs }))
    return { run, curve: sampled(history.loss!), evidence, ...(explanations && { explanations }) }
  } finally {
    await model.dispose()
  }
}

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

const mostPoints = 120

/** At most {@link mostPoints} epochs, evenly spread, first and last among them. */
function sampled(losses: readonly number[]): [epoch: number, loss: number][] {
  const points = Math.min(losses.length, mostPoints)
  return Array.from({ length: points }, (_, i) => {
    const epoch = points === 1 ? 0 : Math.round((i * (losses.length - 1)) / (points - 1))
    return [epoch + 1, Number(losses[epoch]!.toPrecision(6))]
  })
}
