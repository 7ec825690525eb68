import { median, type Proportion, wilson } from '@parallax-ml/core'
import { type Baselines, baselineNames } from './baselines/index.js'
import type { ComparisonCell } from './runs/comparison.js'
import { type Estimate, estimate } from './statistics.js'
import type { Task } from './tasks/task.js'

/** The score that tasks of a kind are judged by: its name among the test scores, and in words. */
export const scoreOf = {
  classification: { metric: 'accuracy', name: 'accuracy' },
  regression: { metric: 'r2Score', name: 'R²' },
} as const satisfies Record<Task['kind'], unknown>

/** What takes no network, over all seeds. */
export interface BaselineSummary {
  readonly name: string
  readonly score: Estimate
  /** By how much the network is better, seed by seed. */
  readonly lead: Estimate
}

/** One task on one backend, over all seeds that were measured. */
export interface Summary {
  readonly task: string
  readonly kind: Task['kind']
  readonly backend: string
  /** Seeds measured, and seeds whose run failed. */
  readonly seeds: number
  readonly failed: number
  /** Accuracy or R² on the test rows; see {@link scoreOf}. */
  readonly score: Estimate
  readonly loss: Estimate
  /** Of classes: expected calibration error. */
  readonly calibration?: Estimate
  /** Of numbers: root mean squared error. */
  readonly rootMeanSquaredError?: Estimate
  /** For tasks that are either solved or not. */
  readonly solved?: Proportion
  /** Medians over the seeds. */
  readonly compileMs: number
  readonly trainMs: number
  readonly stepsPerSecond: number
  readonly predictRowsPerSecond: number
  /** The most that the process held, before training and in all. */
  readonly memory: { readonly startBytes: number; readonly peakBytes: number }
  readonly parameters: number
  readonly baselines: Readonly<Partial<Record<keyof Baselines, BaselineSummary>>>
  /** The strongest of the baselines. */
  readonly rival: BaselineSummary
}

/** How seeds become one line, for the protocol. */
export const summaryProtocol =
  'Scores and losses are means over the seeds with 95 % intervals of Student’s t; differences to baselines are taken seed by seed, on the same rows; shares of solved runs have 95 % intervals of Wilson’s score; times and speeds are medians. An interval speaks of other seeds (starts, and rows where the seed moves them), not of other data. It is left out for one seed, and where all seeds agree. Calibration is the expected calibration error in ten bins of equal width: how far the stated confidence is from the share that comes true.'

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
  const testOf = (name: string): number[] => runs.map(({ test }) => test[name]!)
  const timing = (name: keyof (typeof runs)[number]['timing']): number =>
    median(runs.map(({ timing }) => timing[name]))
  const memory = (name: 'startBytes' | 'peakBytes'): number =>
    Math.max(...runs.map((run) => run.memory[name]))
  const { success, kind } = task
  const scores = testOf(scoreOf[kind].metric)
  const rivals = baselineSummaries(kind, scores, baselines)
  return {
    task: task.name,
    kind,
    backend,
    seeds: runs.length,
    failed: errors.length,
    score: estimate(scores),
    loss: estimate(testOf('loss')),
    ...(kind === 'classification'
      ? { calibration: estimate(testOf('expectedCalibrationError')) }
      : { rootMeanSquaredError: estimate(testOf('rootMeanSquaredError')) }),
    ...(success && {
      solved: wilson(runs.filter(({ test }) => success.holds(test)).length, runs.length),
    }),
    compileMs: timing('compileMs'),
    trainMs: timing('trainMs'),
    stepsPerSecond: timing('stepsPerSecond'),
    predictRowsPerSecond: timing('predictRowsPerSecond'),
    memory: { startBytes: memory('startBytes'), peakBytes: memory('peakBytes') },
    parameters: runs[0]!.parameters,
    baselines: rivals,
    rival: Object.values(rivals).reduce((best, other) =>
      other.score.mean > best.score.mean ? other : best,
    ),
  }
}

function baselineSummaries(
  kind: Task['kind'],
  scores: readonly number[],
  baselines: readonly Baselines[],
): Summary['baselines'] {
  const names = Object.entries(baselineNames[kind]) as [keyof Baselines, string][]
  const present = names.filter(([key]) => baselines.every((each) => each[key] !== undefined))
  return Object.fromEntries(
    present.map(([key, name]) => {
      const own = baselines.map((each) => each[key]!)
      const lead = estimate(scores.map((score, i) => score - own[i]!))
      return [key, { name, score: estimate(own), lead }]
    }),
  )
}
