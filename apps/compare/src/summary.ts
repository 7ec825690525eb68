import type { Baselines } from './baselines.js'
import type { ComparisonCell } from './comparison.js'
import { type Estimate, estimate, mean, median, type Proportion, wilson } from './statistics.js'

/** One task on one backend, over all seeds that were measured. */
export interface Summary {
  readonly task: string
  readonly backend: string
  /** Seeds measured, and seeds whose run failed. */
  readonly seeds: number
  readonly failed: number
  readonly accuracy: Estimate
  readonly loss: Estimate
  /** For tasks that are either solved or not. */
  readonly solved?: Proportion
  /** Medians over the seeds. */
  readonly compileMs: number
  readonly trainMs: number
  readonly stepsPerSecond: number
  readonly predictRowsPerSecond: number
  readonly parameters: number
  /** Means over the seeds. */
  readonly baselines: Baselines
  /** The strongest baseline, and by how much the network is better, seed by seed. */
  readonly rival: { readonly name: string; readonly accuracy: number; readonly lead: Estimate }
}

/** How seeds become one line, for the protocol. */
export const summaryProtocol =
  'Accuracy and loss are means over the seeds with 95 % intervals of Student’s t; shares of solved runs have 95 % intervals of Wilson’s score; times and speeds are medians. An interval speaks of other seeds (starts, and splits where the task has them), not of other data. It is left out for one seed, and where all seeds agree.'

/** The line of a cell; undefined if no run succeeded. */
export function summarise({
  task,
  backend,
  measured,
  errors,
  baselines,
}: ComparisonCell): Summary | undefined {
  const runs = measured.map(({ run }) => run)
  if (runs.length === 0) return undefined
  const accuracies = runs.map(({ test }) => test.accuracy)
  const medianOf = (name: keyof (typeof runs)[number]['timing']): number =>
    median(runs.map(({ timing }) => timing[name]))
  const { success } = task
  const solved = success && runs.filter(({ test }) => success.holds({ ...test })).length
  return {
    task: task.name,
    backend,
    seeds: runs.length,
    failed: errors.length,
    accuracy: estimate(accuracies),
    loss: estimate(runs.map(({ test }) => test.loss)),
    ...(solved === undefined ? {} : { solved: wilson(solved, runs.length) }),
    compileMs: medianOf('compileMs'),
    trainMs: medianOf('trainMs'),
    stepsPerSecond: medianOf('stepsPerSecond'),
    predictRowsPerSecond: medianOf('predictRowsPerSecond'),
    parameters: runs[0]!.parameters,
    baselines: meanBaselines(baselines),
    rival: strongest(accuracies, baselines),
  }
}

function meanBaselines(baselines: readonly Baselines[]): Baselines {
  const majorityClass = mean(baselines.map((scores) => scores.majorityClass))
  const neighbours = nearestOf(baselines)
  return neighbours.length === 0
    ? { majorityClass }
    : { majorityClass, nearestNeighbour: mean(neighbours) }
}

const nearestOf = (baselines: readonly Baselines[]): number[] =>
  baselines.flatMap(({ nearestNeighbour }) => nearestNeighbour ?? [])

/** Differences are taken seed by seed, because both sides saw the same rows. */
function strongest(accuracies: readonly number[], baselines: readonly Baselines[]) {
  const candidates = [
    { name: 'the majority class', scores: baselines.map((scores) => scores.majorityClass) },
    { name: 'the nearest neighbour', scores: nearestOf(baselines) },
  ].filter(({ scores }) => scores.length > 0)
  const { name, scores } = candidates.reduce((best, other) =>
    mean(other.scores) > mean(best.scores) ? other : best,
  )
  const leads = accuracies.map((accuracy, i) => accuracy - scores[i]!)
  return { name, accuracy: mean(scores), lead: estimate(leads) }
}
