import type { Progress } from '@parallax-ml/core'
import type { Task } from '../tasks/task.js'
import type { Failure, Job, JobResult, Worker } from './job.js'
import { keyOf, type SavedRuns } from './saved-runs.js'

type Outcome<Kind extends Job> = ({ result: JobResult<Kind> } | { failure: Failure }) & {
  isSaved?: boolean
}

/** Where results are kept, and what they depend on besides the job. */
export interface SavingTools {
  readonly saved: SavedRuns
  /** Such as version and machine. */
  readonly circumstances: unknown
  readonly signal?: AbortSignal | undefined
}

/** The saved result of a job, or what comes of it now; undefined if the signal has aborted. */
export async function doJob<Kind extends Job>(
  job: Kind,
  { spec, training, description }: Task,
  worker: Worker,
  { saved, circumstances, signal }: SavingTools,
  onProgress: (progress: Progress) => void = () => {},
): Promise<Outcome<Kind> | undefined> {
  const key = keyOf({ job, spec, training, description, circumstances })
  const kept = saved.get(key)
  if (kept !== undefined) return { result: kept as JobResult<Kind>, isSaved: true }
  try {
    const outcome = await worker.run(job, onProgress)
    if ('result' in outcome) await saved.put(key, outcome.result)
    return outcome
  } catch (error) {
    if (signal?.aborted) return undefined
    throw error
  }
}
