import type { Progress } from '@parallax-ml/core'
import type { Baselines } from '../baselines/index.js'
import type { RunError } from '../results.js'
import type { Task } from '../tasks/task.js'
import { agree, type FoundAgreements } from './agree.js'
import { doJob, type SavingTools } from './do-job.js'
import type { OpenWorker, RunJob, Worker } from './job.js'
import type { MeasuredRun } from './measure.js'
import { type ComparisonPlan, countRuns, seedsOf } from './plan.js'

/** Where a comparison is, told after every chunk of steps. */
export type ComparisonProgress = RunProgress | AgreementProgress

/** How far a run is. */
export interface RunProgress {
  readonly task: Task
  readonly backend: string
  readonly seed: number
  /** Runs ended before this one, and how many there are. */
  readonly done: number
  readonly runs: number
  /** Absent once the run has ended. */
  readonly training?: Progress
  /** Whether the result was there from before. */
  readonly isSaved?: boolean
}

/** On which task backends are held against each other now, once all runs are made. */
export interface AgreementProgress {
  readonly agreeing: Task
  /** Tasks before this one, and how many there are. */
  readonly done: number
  readonly tasks: number
}

/** All that was found for one task on one backend. */
export interface ComparisonCell {
  readonly task: Task
  readonly backend: string
  readonly measured: readonly MeasuredRun[]
  readonly errors: readonly RunError[]
  /** Of the seeds of `measured`, in their order. */
  readonly baselines: readonly Baselines[]
}

/** What a comparison has found so far. */
export interface Comparison {
  readonly cells: readonly ComparisonCell[]
  readonly agreement: FoundAgreements
  /** Whether all runs were made, or it was interrupted. */
  readonly complete: boolean
  /** Runs that were made, or were there from before. */
  readonly done: number
}

/** How runs are made, kept and told of. */
export interface ComparisonTools extends SavingTools {
  readonly open: OpenWorker
  onProgress(progress: ComparisonProgress): void
}

/**
 * Makes all runs that are not saved yet, one after the other. A run that fails becomes an error and
 * stops no other. Once the signal aborts, what is done is returned, and `complete` is false.
 */
export async function runComparison(
  plan: ComparisonPlan,
  tools: ComparisonTools,
): Promise<Comparison> {
  const cells: ComparisonCell[] = []
  const counter = { done: 0, runs: countRuns(plan) }
  for (const task of plan.tasks) {
    const ofTask: ComparisonCell[] = []
    for (const { name } of plan.backends) {
      const cell = await withWorker(tools, (worker) =>
        runSeeds({ plan, task, backend: name, counter, worker }, tools),
      )
      ofTask.push(cell)
    }
    const measured = ofTask.flatMap((cell) => cell.measured.map(({ run }) => run.seed))
    const baselines = await withWorker(tools, (worker) =>
      baselinesBySeed(task, [...new Set(measured)], worker, tools),
    )
    cells.push(
      ...ofTask.map((cell) => ({
        ...cell,
        measured: cell.measured.filter(({ run }) => baselines.has(run.seed)),
        baselines: cell.measured.flatMap(({ run }) => baselines.get(run.seed) ?? []),
      })),
    )
    if (tools.signal?.aborted) break
  }
  const agreement = await withWorker(tools, (worker) => agree(cells, worker, tools))
  const complete = tools.signal?.aborted !== true
  await (complete ? tools.saved.complete() : tools.saved.flush())
  const begun = cells.filter(({ measured, errors }) => measured.length + errors.length > 0)
  return { cells: begun, agreement, complete, done: counter.done }
}

interface CellPlan {
  readonly plan: ComparisonPlan
  readonly task: Task
  readonly backend: string
  readonly counter: { done: number; readonly runs: number }
  readonly worker: Worker
}

async function runSeeds(
  { plan, task, backend, counter, worker }: CellPlan,
  tools: ComparisonTools,
): Promise<ComparisonCell> {
  const measured: MeasuredRun[] = []
  const errors: RunError[] = []
  const seeds = seedsOf(task, plan)
  for (const seed of seeds) {
    if (tools.signal?.aborted) break
    const at = { task, backend, seed, runs: counter.runs }
    // Of one run that succeeds: more would make the report too large.
    const inDetail = measured.length === 0
    const job: RunJob = {
      type: 'run',
      task: task.name,
      backend,
      seed,
      epochs: plan.epochs,
      inDetail,
    }
    const outcome = await doJob(job, task, worker, tools, (training) =>
      tools.onProgress({ ...at, done: counter.done, training }),
    )
    if (outcome === undefined) break
    if ('result' in outcome) measured.push(outcome.result)
    else errors.push({ task: task.name, backend, seed, ...outcome.failure })
    counter.done++
    tools.onProgress({ ...at, done: counter.done, isSaved: outcome.isSaved ?? false })
  }
  return { task, backend, measured, errors, baselines: [] }
}

/** Where the seed does not move the rows, those of one seed are those of all. */
async function baselinesBySeed(
  task: Task,
  seeds: readonly number[],
  worker: Worker,
  tools: ComparisonTools,
): Promise<Map<number, Baselines>> {
  const found = new Map<number, Baselines>()
  for (const seed of seeds) {
    const first = found.get(seeds[0]!)
    if (!task.seedMovesRows && first !== undefined) {
      found.set(seed, first)
      continue
    }
    const outcome = await doJob({ type: 'baselines', task: task.name, seed }, task, worker, tools)
    if (outcome === undefined) break
    // A baseline is code of this package, so that its failure is a fault of ours.
    if ('failure' in outcome)
      throw new Error(`baselines of ${task.name}: ${outcome.failure.message}`)
    found.set(seed, outcome.result)
  }
  return found
}

async function withWorker<Result>(
  { open, signal }: ComparisonTools,
  use: (worker: Worker) => Promise<Result>,
): Promise<Result> {
  const worker = open(signal)
  try {
    return await use(worker)
  } finally {
    worker.end()
  }
}
