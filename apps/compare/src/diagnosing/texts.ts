import type { Confirmation, Diagnosis, Finding, Trial } from '@parallax-ml/diagnose'
import { showValue } from '../figures/explanations/words.js'
import { showDuration } from '../format.js'
import { textTable } from '../text-table.js'
import { count, listOf } from '../words.js'

/** How a severity is called, in lists and on the page. */
export const severityWords: Readonly<Record<Finding['severity'], string>> = {
  problem: 'problem',
  warn: 'warning',
  info: 'to know',
  'not-assessable': 'cannot be judged',
  ok: 'in order',
}

/** A diagnosis in words: what is wrong at length, what is not in a line. */
export function diagnosisText(
  name: string,
  { findings, trials, confirmed, cost, complete }: Diagnosis,
): string {
  const told = findings.filter(({ severity }) => !['ok', 'not-assessable'].includes(severity))
  const quiet = (severity: Finding['severity']): string[] =>
    findings.filter((finding) => finding.severity === severity).map(({ id }) => id)
  const parts = [
    told.length === 0
      ? `${name}: ${count(quiet('ok').length, 'check')} found nothing wrong.`
      : `${name}: ${summaryOf(told)}.`,
    ...told.map(findingText),
    ...(trials.length > 0
      ? [`What was tried, on the same folds and seeds:\n${trialTable(bestFirst(trials))}`]
      : []),
    ...(confirmed ? [confirmationText(confirmed)] : []),
    [
      ...(quiet('ok').length > 0 ? [`In order: ${listOf(quiet('ok'))}.`] : []),
      ...(quiet('not-assessable').length > 0
        ? [`Cannot be judged here: ${listOf(quiet('not-assessable'))} (--json says why).`]
        : []),
      `${count(cost.trainings, 'training')} in ${showDuration(cost.ms)}.${complete ? '' : ' Interrupted, so checks are missing.'}`,
    ].join('\n'),
  ]
  return `${parts.join('\n\n')}\n`
}

/** How many of what, the worst first. */
export function summaryOf(told: readonly Finding[]): string {
  const kinds = (['problem', 'warn', 'info'] as const).flatMap((severity) => {
    const number = told.filter((finding) => finding.severity === severity).length
    if (number === 0) return []
    return [
      severity === 'info'
        ? `${count(number, 'thing')} to know`
        : count(number, severityWords[severity]),
    ]
  })
  return listOf(kinds)
}

function findingText({ id, title, severity, text, remedies, caveat }: Finding): string {
  const lines = [
    `${severityWords[severity].toUpperCase()} (${id}): ${title}.`,
    ...wrap(text),
    ...(caveat === undefined ? [] : wrap(`But: ${caveat}`)),
    ...(remedies.length === 0 ? [] : wrap(`Worth trying: ${listOf(remedies)}.`)),
  ]
  return lines.join('\n')
}

/** Lines of at most 100 characters, indented. */
function wrap(text: string): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < 100)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(`  ${word}`)
  }
  return lines
}

/** What helped before what did not, the largest change first. */
export const bestFirst = (trials: readonly Trial[]): Trial[] =>
  trials.toSorted(
    (a, b) =>
      order.indexOf(a.verdict) - order.indexOf(b.verdict) ||
      Math.abs(b.difference) - Math.abs(a.difference),
  )

const order: readonly Trial['verdict'][] = ['helped', 'no evidence', 'hurt']

/** What the test rows say of the best remedy. */
export function confirmationText({
  title,
  judgedBy,
  before,
  after,
  rows,
  p,
}: Confirmation): string {
  const chance =
    p === undefined
      ? ''
      : ` (McNemar: p ${p < 0.001 ? '< 0.001' : `= ${showValue(Number(p.toPrecision(2)))}`})`
  return `On ${count(rows, 'test row')}, which nothing was chosen by, ${title} takes the ${judgedBy} from ${showValue(before)} to ${showValue(after)}${chance}.`
}

const trialTable = (trials: readonly Trial[]): string =>
  textTable([
    ['remedy', 'judged by', 'before', 'after', 'difference (95 %)', 'p (Holm)', 'drift', 'verdict'],
    ...trials.map((trial) => [trial.title, trial.judgedBy, ...trialNumbers(trial), trial.verdict]),
  ])

/** Before, after, difference with interval, p and drift of a trial, as text. */
export const trialNumbers = ({
  before,
  after,
  difference,
  interval,
  p,
  explanationDrift,
}: Trial): string[] => [
  showValue(before),
  showValue(after),
  interval === undefined
    ? showValue(difference)
    : `${showValue(difference)} (${showValue(interval.low)} to ${showValue(interval.high)})`,
  p < 0.001 ? '< 0.001' : showValue(Number(p.toPrecision(2))),
  explanationDrift === undefined ? '–' : explanationDrift.toFixed(2),
]
