import type { Progress } from '@parallax-ml/core'
import type { Agreement } from '../agreement/matrix.js'
import type { Baselines } from '../baselines/index.js'
import type { MeasuredRun } from './measure.js'

/** One thing to work out, by names, so that it can be sent to another process. */
export type Job = RunJob | BaselinesJob | AgreementJob

/** Train a task on a backend from a seed. */
export interface RunJob {
  readonly type: 'run'
  readonly task: string
  readonly backend: string
  readonly seed: number
  /** Instead of the task's own. */
  readonly epochs?: number | undefined
  /** Whether decision maps, mistakes and predictions are kept as well. */
  readonly inDetail: boolean
}

/** Work out the baselines of a task for the rows of a seed. */
export interface BaselinesJob {
  readonly type: 'baselines'
  readonly task: string
  readonly seed: number
}

/** Hold backends against each other, and against float64, on a task from a seed. */
export interface AgreementJob {
  readonly type: 'agreement'
  readonly task: string
  readonly backends: readonly string[]
  readonly seed: number
}

interface ResultsByType {
  readonly run: MeasuredRun
  readonly baselines: Baselines
  readonly agreement: readonly Agreement[]
}

/** What comes of a job. */
export type JobResult<Kind extends Job = Job> = ResultsByType[Kind['type']]

/** Why a job came to nothing. */
export interface Failure {
  readonly code: string
  readonly message: string
}

/** What a worker says of a job: first any number of times how far it is, then how it ended. */
export type WorkerMessage =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'done'; readonly result: JobResult }
  | { readonly type: 'failed'; readonly failure: Failure }

/** Does jobs one after the other; each must have ended before the next begins. */
export interface Worker {
  /** Resolves to the result or to a failure; rejects only if it was interrupted. */
  run<Kind extends Job>(
    job: Kind,
    onProgress?: (progress: Progress) => void,
  ): Promise<{ readonly result: JobResult<Kind> } | { readonly failure: Failure }>
  /** Lets go of what it holds. */
  end(): void
}

/** Opens a worker for some jobs that belong together. */
export type OpenWorker = (signal?: AbortSignal) => Worker
