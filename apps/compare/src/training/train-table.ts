import {
  type BackendV1,
  type CheckpointStore,
  type FitResult,
  fit,
  type ModelSpec,
  type Progress,
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
  readonly onProgress: (progress: Progress) => void
}

/**
 * Trains a network on a prepared table; the model carries the encoding.
 * @throws the errors of `fit`.
 */
export async function trainTable(
  { train, validation, encoding }: PreparedData,
  { backend, spec, settings, seed, checkpoints, signal, onProgress }: TrainTableOptions,
): Promise<FitResult> {
  const { patience, ...training } = settings
  const run = await fit(spec, train, {
    ...training,
    backend,
    seed,
    onProgress,
    checkpoint: { store: checkpoints },
    ...(signal && { signal }),
    ...(validation && { validationData: validation, earlyStopping: { patience } }),
  })
  return { ...run, model: withEncoding(run.model, encoding) }
}
