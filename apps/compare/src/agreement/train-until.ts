import {
  type Callback,
  type CheckpointStore,
  type Dataset,
  type FitOptions,
  type FitResult,
  fit,
  type ModelSpec,
  memoryStore,
} from '@parallax-ml/core'

/**
 * Trains so many steps and no more, as an interrupted training does; the store gets the checkpoint.
 * @throws {Error} if the training has fewer steps.
 */
export async function trainUntil(
  step: number,
  spec: ModelSpec,
  data: Dataset,
  options: FitOptions,
  store: CheckpointStore = memoryStore(),
): Promise<FitResult> {
  const interruption = new AbortController()
  const run = await fit(spec, data, {
    ...options,
    checkpoint: { store, everySteps: step },
    signal: interruption.signal,
    onProgress: (at) => at.step >= step && interruption.abort(),
  })
  if (run.stopped.step === step) return run
  await run.model.dispose()
  throw new Error(`Training stopped after ${run.stopped.step} steps instead of ${step}.`)
}

/** Keeps the loss of every step. */
export function stepLosses(): { readonly losses: number[]; readonly callback: Callback } {
  const losses: number[] = []
  const callback: Callback = {
    name: 'stepLosses',
    begin: () => ({ logStep: ({ loss }) => void losses.push(loss) }),
  }
  return { losses, callback }
}
