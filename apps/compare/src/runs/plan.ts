import type { BackendV1 } from '@parallax-ml/core'
import { type Task, usualSeeds } from '../tasks/task.js'

/** What to compare: every task on every backend from every seed. */
export interface ComparisonPlan {
  readonly tasks: readonly Task[]
  readonly backends: readonly Pick<BackendV1, 'name'>[]
  /** What is to be said about the choice of backends. */
  readonly note?: string
  /** Instead of each task's own number of seeds. */
  readonly seeds?: readonly number[] | undefined
  /** Instead of each task's own. */
  readonly epochs?: number | undefined
}

/** The seeds of a task in a plan. */
export const seedsOf = (task: Task, { seeds }: Pick<ComparisonPlan, 'seeds'>): readonly number[] =>
  seeds ?? Array.from({ length: task.usualSeeds ?? usualSeeds }, (_, seed) => seed)

/** The number of runs of a plan. */
export const countRuns = (plan: ComparisonPlan): number =>
  plan.tasks.reduce((sum, task) => sum + plan.backends.length * seedsOf(task, plan).length, 0)
