import type { Verdict } from '@parallax-ml/report'
import { overSeeds, type PairOfTask } from './agreement/over-seeds.js'
import { showEstimate } from './format.js'
import { protocolOf } from './protocol.js'
import type { Environment, Results } from './results.js'
import type { Comparison, ComparisonCell } from './runs/comparison.js'
import type { ComparisonPlan } from './runs/plan.js'
import { type Summary, summarise } from './summary.js'
import type { Line } from './table.js'
import { type CellVerdict, failureOf, verdictOf } from './verdicts.js'
import { listOf } from './words.js'

/** A comparison and what is to be said of it. */
export interface Outcome {
  readonly results: Results
  readonly cells: readonly ComparisonCell[]
  readonly lines: readonly Line[]
  readonly verdicts: readonly Verdict[]
  /** How far backends differ, task by task. */
  readonly pairs: readonly PairOfTask[]
  /** Runs that were made. */
  readonly done: number
}

/** Sums up the cells of a comparison. */
export function outcomeOf(
  plan: ComparisonPlan,
  environment: Environment,
  { cells, agreement, complete, done }: Comparison,
): Outcome {
  const judged = cells.map((cell) => {
    const summary = summarise(cell)
    const verdict = summary === undefined ? failureOf(cell) : verdictOf(cell, summary)
    return { cell, summary, verdict }
  })
  return {
    cells,
    done,
    lines: judged.map(({ cell, summary, verdict }) => ({
      task: cell.task.name,
      backend: cell.backend,
      verdict: verdict.short,
      ...(summary && { summary }),
    })),
    verdicts: groupedVerdicts(judged),
    pairs: overSeeds(agreement.agreements),
    results: {
      schemaVersion: 2,
      environment,
      protocol: protocolOf(plan),
      complete,
      runs: cells.flatMap(({ measured }) => measured.map(({ run }) => run)),
      errors: [...cells.flatMap(({ errors }) => errors), ...agreement.errors],
      baselines: baselinesOnce(cells),
      agreements: agreement.agreements,
    },
  }
}

interface Judged {
  readonly cell: ComparisonCell
  readonly summary: Summary | undefined
  readonly verdict: CellVerdict
}

/** One verdict for all backends on which a task came out alike, with the scores of each. */
function groupedVerdicts(judged: readonly Judged[]): Verdict[] {
  const tasks = new Set(judged.map(({ cell }) => cell.task.name))
  return [...tasks].flatMap((task) => {
    const own = judged.filter(({ cell }) => cell.task.name === task)
    const tones = new Set(own.map(({ verdict }) => verdict.tone))
    return [...tones].map((tone) => {
      const [first, ...others] = own.filter(({ verdict }) => verdict.tone === tone)
      const backends = [first!, ...others].map(({ cell }) => cell.backend)
      const scores = others.flatMap(({ cell, summary }) =>
        summary ? [`${cell.backend} ${showEstimate(summary.score)}`] : [],
      )
      return {
        tone,
        subject: tones.size === 1 ? task : `${task} on ${listOf(backends)}`,
        text:
          first!.verdict.text + (scores.length > 0 ? ` Other backends: ${listOf(scores)}.` : ''),
      }
    })
  })
}

/** Baselines do not depend on the backend. */
function baselinesOnce(cells: readonly ComparisonCell[]): Results['baselines'] {
  const all = cells.flatMap(({ task, measured, baselines }) =>
    baselines.map((each, i) => ({ task: task.name, seed: measured[i]!.run.seed, ...each })),
  )
  const byRows = new Map(all.map((each) => [`${each.task} ${each.seed}`, each]))
  return [...byRows.values()]
}
