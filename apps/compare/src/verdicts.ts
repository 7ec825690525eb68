import type { ComparisonCell } from './comparison.js'
import { showDifference, showShare } from './format.js'
import { type Estimate, wilson } from './statistics.js'
import type { Summary } from './summary.js'
import type { Task } from './tasks/task.js'

/** What the figures of one task on one backend say, as sentences. */
export function verdictOf({ task, rows }: ComparisonCell, summary: Summary): string {
  const sentences = [
    task.success && solvedSentence(summary, task.success.meaning),
    rivalSentence(summary),
    task.published && publishedSentence(summary, task.published, rows),
  ]
  return `${summary.task} on ${summary.backend}: ${sentences.filter(Boolean).join(' ')}`
}

function solvedSentence({ solved }: Summary, meaning: string): string {
  const { successes, trials } = solved!
  const start = successes === trials ? 'Solved' : successes === 0 ? 'Not solved' : 'Solved in part'
  return `${start}: ${meaning} from ${successes} of ${trials} ${trials === 1 ? 'seed' : 'seeds'}.`
}

/** Says plainly where a network has not been shown to be worth its training. */
function rivalSentence({ accuracy, rival, seeds }: Summary): string {
  const own = `Accuracy ${showShare(accuracy.mean)}`
  const { name, lead } = rival
  if (seeds === 1) {
    return `${own} beside ${showShare(rival.accuracy)} of ${name}, from one seed: too few to tell.`
  }
  const { low, high } = endsOf(lead)
  const verb = low > 0 ? 'beats' : high < 0 ? 'is worse than' : 'is not shown to beat'
  const spread =
    lead.margin === undefined
      ? 'at every seed'
      : `on average, 95 % interval over seeds ${showDifference(low)} to ${showDifference(high)}`
  return `${own} ${verb} ${name} (${showShare(rival.accuracy)}): ${showDifference(lead.mean)} ${spread}.`
}

/** Others were judged by other splits, so only an interval for new rows can tell a difference. */
function publishedSentence(
  { accuracy }: Summary,
  { source, accuracies }: NonNullable<Task['published']>,
  rows: number,
): string {
  const { low } = wilson(accuracy.mean * rows, rows)
  const figures = Object.entries(accuracies)
  const listed = figures.map(([name, value]) => `${name} ${showShare(value)}`).join(', ')
  const unbeaten = figures.filter(([, value]) => value >= low).map(([name]) => name)
  const verdict =
    unbeaten.length === 0
      ? ''
      : `; ${rows} rows are too few to show that the network beats ${unbeaten.join(' or ')}`
  return `For comparison, ${source}: ${listed}${verdict}.`
}

const endsOf = ({ mean, margin = 0 }: Estimate): { low: number; high: number } => ({
  low: mean - margin,
  high: mean + margin,
})
