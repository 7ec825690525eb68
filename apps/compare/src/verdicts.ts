import { wilson } from '@parallax-ml/core'
import type { Tone } from '@parallax-ml/report'
import { showDifference, showEstimate, showShare } from './format.js'
import type { ComparisonCell } from './runs/comparison.js'
import { type Estimate, endsOf } from './statistics.js'
import { type Summary, scoreOf } from './summary.js'
import type { Task } from './tasks/task.js'

/** What the figures of one task on one backend say. */
export interface CellVerdict {
  readonly tone: Tone
  /** In a few words, for tables. */
  readonly short: string
  /** As sentences. */
  readonly text: string
}

/** The verdict on a cell whose runs did not all fail. */
export function verdictOf({ task, errors }: ComparisonCell, summary: Summary): CellVerdict {
  const { tone, short } = judge(summary)
  const sentences = [
    task.success && solvedSentence(summary, task.success.meaning),
    rivalSentence(summary),
    task.published && publishedSentence(summary, task),
    errors.length > 0 &&
      `${errors.length} of ${errors.length + summary.seeds} runs failed: ${errors[0]!.message}`,
  ]
  return { tone, short, text: sentences.filter(Boolean).join(' ') }
}

/** The verdict on a cell of which nothing is left. */
export const failureOf = ({ errors }: ComparisonCell): CellVerdict => ({
  tone: 'failed',
  short: 'failed',
  text: `${errors.length === 1 ? 'Its run' : `All ${errors.length} runs`} failed (${errors[0]!.code}): ${errors[0]!.message}`,
})

/** Says plainly where a network has not been shown to be worth its training. */
function judge({ solved, rival, seeds }: Summary): Pick<CellVerdict, 'tone' | 'short'> {
  if (solved?.successes === 0) return { tone: 'bad', short: 'not solved' }
  if (solved !== undefined && solved.successes < solved.trials) {
    return { tone: 'neutral', short: 'solved in part' }
  }
  if (seeds === 1) return { tone: 'neutral', short: 'one seed: too few' }
  const { low, high } = endsOf(rival.lead)
  if (low > 0) return { tone: 'good', short: `beats ${rival.name}` }
  if (high < 0) return { tone: 'bad', short: `worse than ${rival.name}` }
  return { tone: 'neutral', short: `no better than ${rival.name}` }
}

function solvedSentence({ solved }: Summary, meaning: string): string {
  const { successes, trials } = solved!
  const start = successes === trials ? 'Solved' : successes === 0 ? 'Not solved' : 'Solved in part'
  return `${start}: ${meaning} from ${successes} of ${trials} ${trials === 1 ? 'seed' : 'seeds'}.`
}

function rivalSentence({ kind, score, rival, seeds, rootMeanSquaredError }: Summary): string {
  const error =
    rootMeanSquaredError === undefined ? '' : ` (RMSE ${showEstimate(rootMeanSquaredError)})`
  const { name, metric } = { ...rival, metric: scoreOf[kind].name }
  const own = `${metric === 'R²' ? metric : 'Accuracy'} ${showShare(score.mean)}${error}`
  const other = showShare(rival.score.mean)
  if (seeds === 1) return `${own} beside ${other} of ${name}, from one seed: too few to tell.`
  const { low, high } = endsOf(rival.lead)
  const verb = low > 0 ? 'beats' : high < 0 ? 'is worse than' : 'buys nothing that is shown over'
  return `${own} ${verb} ${name} (${other}): ${showDifference(rival.lead.mean)} ${spreadOf(rival.lead)}.`
}

function spreadOf(lead: Estimate): string {
  if (lead.margin === undefined) return 'at every seed'
  const { low, high } = endsOf(lead)
  return `on average, 95 % interval over seeds ${showDifference(low)} to ${showDifference(high)}`
}

/** Others were judged by other splits, so only an interval for new rows can tell a difference. */
function publishedSentence({ score }: Summary, { published, data }: Task): string {
  const { source, accuracies } = published!
  const { train, test } = data(0)
  const rows = train.y.length + test.y.length
  const { low } = wilson(score.mean * rows, rows)
  const figures = Object.entries(accuracies)
  const listed = figures.map(([name, value]) => `${name} ${showShare(value)}`).join(', ')
  const unbeaten = figures.filter(([, value]) => value >= low).map(([name]) => name)
  const verdict =
    unbeaten.length === 0
      ? ''
      : `; ${rows} rows are too few to show that the network beats ${unbeaten.join(' or ')}`
  return `For comparison, ${source}: ${listed}${verdict}.`
}
