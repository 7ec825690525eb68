import type { BackendInfo } from '../backend/contract.js'
import type { Dataset, RowSource } from '../data/source.js'
import { emptyWeights } from '../model/layout.js'
import { type Model, modelOf } from '../model/model.js'
import { replaceWeights } from '../model/weights.js'
import type { ModelSpec } from '../spec/model-spec.js'
import type { History } from './history.js'
import { runLoop } from './loop.js'
import type { FitOptions } from './options.js'
import { planFit } from './plan.js'
import { resumeRun } from './resume.js'
import {
  currentWeights,
  enterPhase,
  leavePhase,
  type Resumed,
  type Run,
  startRun,
  trainingOf,
} from './run.js'
import type { Stopped } from './stopped.js'

/** What `fit` returns. */
export interface FitResult {
  /** The trained model; if the loss stopped being finite, with the last weights that were. */
  readonly model: Model
  /**
   * Loss and metrics by epoch over the rows; with validation also `valLoss` and so on. Metrics that
   * need all rows at once, such as `auc`, have values of validation alone.
   */
  readonly history: History
  /** Why training ended, and when. */
  readonly stopped: Stopped
  /** Where a checkpoint let it go on from; absent if it began at the first step. */
  readonly resumed?: Resumed
  readonly timing: {
    /** From the checked data to programs ready to run. */
    readonly compileMs: number
    readonly trainMs: number
    /** Steps of this call, without those before a checkpoint. */
    readonly steps: number
    readonly stepsPerSecond: number
  }
  /** What really ran. */
  readonly backend: BackendInfo
}

/**
 * Trains a network. Everything that is random follows from the seed, so that the same call gives
 * the same numbers on the same backend.
 *
 * @throws {SpecError} if the spec is wrong. @throws {DataError} if data do not fit it.
 * @throws {OptionError} if an option is unknown or does not suit the model.
 * @throws {UnsupportedError} if the backend cannot run the model.
 * @throws {FileError} if checkpoints are all damaged, or of another run.
 *
 * @example
 * const run = await fit(spec, { x, y }, { backend: native, loss: 'meanSquaredError', epochs: 100 })
 * await run.model.predict(x)
 */
export async function fit(
  spec: ModelSpec,
  data: Dataset | RowSource,
  options: FitOptions,
): Promise<FitResult> {
  const run = startRun(await planFit(spec, data, options))
  const { callbacks } = run.plan
  let stopped: Stopped | undefined
  try {
    await resumeRun(run)
    const training = trainingOf(run)
    for (const { hooks } of callbacks) await hooks.onTrainBegin?.(training)
    if (run.end === undefined && run.step < run.plan.facts.steps) await enterPhase(run)
    const compiled = performance.now()
    await runLoop(run)
    const trainMs = performance.now() - compiled
    const result = await resultOf(run, { compileMs: compiled - run.plan.started, trainMs })
    stopped = result.stopped
    return result
  } finally {
    await leavePhase(run)
    for (const { hooks } of callbacks) await hooks.onTrainEnd?.(stopped)
  }
}

async function resultOf(
  run: Run,
  times: Pick<FitResult['timing'], 'compileMs' | 'trainMs'>,
): Promise<FitResult> {
  const { architecture, options, callbacks, facts } = run.plan
  const { backend, precision, loss, metrics, weightedMetrics, lossWeights } = options
  const chosen = callbacks.map(({ hooks }) => hooks.finalWeights?.()).find((choice) => choice)
  const weights = chosen?.weights ?? (await currentWeights(run))
  const flat = replaceWeights(architecture.layout, emptyWeights(architecture.layout), weights)
  const steps = run.step - run.startStep
  const trainedBy = { loss, metrics, weightedMetrics, lossWeights }
  return {
    model: modelOf(architecture, flat, backend, precision, trainedBy),
    history: run.history,
    stopped: {
      ...run.end!,
      epoch: Math.floor(run.step / facts.stepsPerEpoch),
      step: run.step,
      ...(chosen && { bestEpoch: chosen.epoch }),
    },
    ...(run.resumed && { resumed: run.resumed }),
    timing: { ...times, steps, stepsPerSecond: (1000 * steps) / times.trainMs },
    backend: await backend.info(),
  }
}
