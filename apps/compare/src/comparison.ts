import { type BackendV1, isParallaxError } from '@parallax-ml/core'
import { type Baselines, baselinesOf } from './baselines.js'
import { type MeasuredRun, measure, type RunPlan } from './measure.js'
import type { RunError } from './results.js'
import type { Task } from './tasks/task.js'

/** What to compare: every task on every backend from every seed. */
export interface ComparisonPlan {
  readonly tasks: readonly Task[]
  readonly backends: readonly BackendV1[]
  readonly seeds: readonly number[]
  /** Instead of each task's own. */
  readonly epochs?: number | undefined
}

/** Where a comparison is, told after every chunk of steps. */
export interface ComparisonProgress extends RunPlan {
  /** Runs ended before this one, and how many there are. */
  readonly done: number
  readonly runs: number
  /** Absent once the run has ended. */
  readonly training?: { readonly epoch: number; readonly epochs: number; readonly loss: number }
}

/** All that was found for one task on one backend. */
export interface ComparisonCell {
  readonly task: Task
  readonly backend: string
  readonly measured: readonly MeasuredRun[]
  readonly errors: readonly RunError[]
  /** Different rows that tests draw on: more seeds give no more of them. */
  readonly rows: number
  /** Of the seeds of `measured`, in their order. */
  readonly baselines: readonly Baselines[]
}

/** Makes all runs, one after the other; a run that fails becomes an error and stops no other. */
export async function runComparison(
  plan: ComparisonPlan,
  onProgress: (progress: ComparisonProgress) => void,
): Promise<ComparisonCell[]> {
  const { tasks, backends, seeds, epochs } = plan
  const runs = tasks.length * backends.length * seeds.length
  let done = 0
  const cells: ComparisonCell[] = []
  for (const [task, backend] of tasks.flatMap((task) => backends.map((b) => [task, b] as const))) {
    const measured: MeasuredRun[] = []
    const errors: RunError[] = []
    for (const seed of seeds) {
      const run = { task, backend, seed, epochs }
      try {
        measured.push(
          await measure(run, (training) => onProgress({ ...run, done, runs, training })),
        )
      } catch (error) {
        errors.push({ task: task.name, backend: backend.name, seed, ...describe(error) })
      }
      done++
      onProgress({ ...run, done, runs })
    }
    const baselines = measured.map(({ run }) => baselinesOf(task.data(run.seed), task))
    cells.push({ task, backend: backend.name, measured, errors, rows: rowsOf(task), baselines })
  }
  return cells
}

function rowsOf({ data, hasOwnTestRows }: Task): number {
  const { train, test } = data(0)
  return hasOwnTestRows ? train.y.length + test.y.length : test.y.length
}

/** Engines throw errors of their own, whose code is not ours to know. */
function describe(error: unknown): Pick<RunError, 'code' | 'message'> {
  const message = error instanceof Error ? error.message : String(error)
  if (isParallaxError(error)) return { code: error.code, message }
  const { code } = Object(error) as { code?: unknown }
  return { code: typeof code === 'string' ? code : 'UNEXPECTED', message }
}
