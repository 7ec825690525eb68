import {
  type BackendV1,
  type Callback,
  type CheckpointStore,
  type FitResult,
  fit,
  type ModelSpec,
} from '@parallax-ml/core'
import { withEncoding } from '@parallax-ml/datasets'
import type { PreparedData } from './prepare-data.js'
import type { TrainingSettings } from './settings.js'

/** What a training run needs besides data. */
export interface TrainTableOptions {
  readonly backend: BackendV1
  readonly spec: ModelSpec
  readonly settings: TrainingSettings
  readonly seed: number
  /** Keeps the run, so that it can go on after an interruption. */
  readonly checkpoints: CheckpointStore
  readonly signal: AbortSignal | undefined
  /** What watches the run. */
  readonly callbacks: readonly Callback[]
}

/**
 * Trains a network on a prepared table; the model carries the encoding.
 * @throws the errors of `fit`.
 */
export async function trainTable(
  { train, validation, encoding }: PreparedData,
  { backend, spec, settings, seed, checkpoints, signal, callbacks }: TrainTableOptions,
): Promise<FitResult> {
  const { patience, ...training } = settings
  const run = await fit(spec, train, {
    ...training,
    backend,
    seed,
    callbacks,
    checkpoint: { store: checkpoints },
    ...(signal && { signal }),
    ...(validation && { validationData: validation, earlyStopping: { patience } }),
  })
  return { ...run, model: withEncoding(run.model, encoding) }
}
