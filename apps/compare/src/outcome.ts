import type { Verdict } from '@parallax-ml/report'
import { protocolOf } from './protocol.js'
import type { Environment, Results } from './results.js'
import type { ComparisonCell, ComparisonPlan } from './runs/comparison.js'
import { summarise } from './summary.js'
import type { Line } from './table.js'
import { failureOf, verdictOf } from './verdicts.js'

/** A comparison and what is to be said of it. */
export interface Outcome {
  readonly results: Results
  readonly cells: readonly ComparisonCell[]
  readonly lines: readonly Line[]
  readonly verdicts: readonly Verdict[]
}

/** Sums up the cells of a comparison. */
export function outcomeOf(
  plan: ComparisonPlan,
  environment: Environment,
  { cells, complete }: { readonly cells: readonly ComparisonCell[]; readonly complete: boolean },
): Outcome {
  const isOneBackend = plan.backends.length === 1
  const judged = cells.map((cell) => {
    const summary = summarise(cell)
    const verdict = summary === undefined ? failureOf(cell) : verdictOf(cell, summary)
    return { cell, summary, verdict }
  })
  return {
    cells,
    lines: judged.map(({ cell, summary, verdict }) => ({
      task: cell.task.name,
      backend: cell.backend,
      verdict: verdict.short,
      ...(summary && { summary }),
    })),
    verdicts: judged.map(({ cell, verdict: { tone, text } }) => ({
      tone,
      subject: isOneBackend ? cell.task.name : `${cell.task.name} on ${cell.backend}`,
      text,
    })),
    results: {
      schemaVersion: 2,
      environment,
      protocol: protocolOf(plan),
      complete,
      runs: cells.flatMap(({ measured }) => measured.map(({ run }) => run)),
      errors: cells.flatMap(({ errors }) => errors),
      baselines: baselinesOnce(cells),
    },
  }
}

/** Baselines do not depend on the backend. */
function baselinesOnce(cells: readonly ComparisonCell[]): Results['baselines'] {
  const all = cells.flatMap(({ task, measured, baselines }) =>
    baselines.map((each, i) => ({ task: task.name, seed: measured[i]!.run.seed, ...each })),
  )
  const byRows = new Map(all.map((each) => [`${each.task} ${each.seed}`, each]))
  return [...byRows.values()]
}
