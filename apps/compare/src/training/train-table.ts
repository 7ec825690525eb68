import {
  type BackendV1,
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
  readonly signal: AbortSignal | undefined
  readonly onProgress: (progress: Progress) => void
}

/**
 * Trains a network on a prepared table; the model carries the encoding.
 * @throws the errors of `fit`.
 */
export async function trainTable(
  { train, validation, encoding }: PreparedData,
  { backend, spec, settings, seed, signal, onProgress }: TrainTableOptions,
): Promise<FitResult> {
  const { patience, ...training } = settings
  const run = await fit(spec, train, {
    ...training,
    backend,
    seed,
    onProgress,
    ...(signal && { signal }),
    ...(validation && { validationData: validation, earlyStopping: { patience } }),
  })
  return { ...run, model: withEncoding(run.model, encoding) }
}
