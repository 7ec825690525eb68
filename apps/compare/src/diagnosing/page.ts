import type { Confirmation, Diagnosis, Finding, Trial } from '@parallax-ml/diagnose'
import type { IntervalsFigure, Report, Section, TableFigure, Verdict } from '@parallax-ml/report'
import { showDuration } from '../format.js'
import { count, listOf } from '../words.js'
import { bestFirst, confirmationText, severityWords, summaryOf, trialNumbers } from './texts.js'

const tones: Readonly<Record<Finding['severity'], Verdict['tone']>> = {
  problem: 'bad',
  warn: 'bad',
  info: 'neutral',
  'not-assessable': 'neutral',
  ok: 'good',
}

/** Where the page of the guide about a check lies, for those who have the project's documents. */
const guideOf = (id: string): string => `docs/guide/diagnose-a-model.md#${id}`

/** A diagnosis as a page, the worst first, each finding with its picture. */
export function diagnosisPage(name: string, diagnosis: Diagnosis): Report {
  const { findings, trials, confirmed, backend, cost, complete } = diagnosis
  const told = findings.filter(({ severity }) => !['ok', 'not-assessable'].includes(severity))
  const quiet = findings.filter(({ severity }) => severity === 'ok')
  const unjudged = findings.filter(({ severity }) => severity === 'not-assessable')
  return {
    title: `What is wrong with ${name}`,
    subtitle: `${count(findings.length, 'check')} on ${backend}: ${count(cost.trainings, 'training')} in ${showDuration(cost.ms)}${complete ? '' : ', interrupted'}`,
    summary:
      told.length === 0
        ? 'Nothing was found wrong.'
        : `Found: ${summaryOf(told)}.${helpedBy(trials)}`,
    verdicts: told.map(({ id, title, severity }) => ({
      tone: tones[severity],
      word: severityWords[severity],
      subject: id,
      text: `${title}.`,
    })),
    sections: [
      ...told.map(findingSection),
      ...(trials.length > 0 ? [trialSection(bestFirst(trials), confirmed)] : []),
      ...(quiet.length > 0 ? [listSection('In order', quiet)] : []),
      ...(unjudged.length > 0 ? [listSection('Cannot be judged here', unjudged)] : []),
    ],
  }
}

function helpedBy(trials: readonly Trial[]): string {
  if (trials.length === 0) return ''
  const helped = trials.filter(({ verdict }) => verdict === 'helped').map(({ title }) => title)
  return helped.length === 0
    ? ` Of ${count(trials.length, 'remedy', 'remedies')} that were tried, none is shown to help.`
    : ` What helped: ${listOf(helped)}.`
}

function findingSection(finding: Finding): Section {
  const { id, title, severity, text, caveat, remedies, evidence, thresholdSource, n } = finding
  return {
    title: `${title} (${severityWords[severity]})`,
    text: [
      text,
      ...(caveat === undefined ? [] : [`But: ${caveat}`]),
      ...(remedies.length === 0 ? [] : [`Worth trying: ${listOf(remedies)}.`]),
    ],
    figures: evidence,
    facts: {
      ...measured(finding),
      'computed from': `${n}`,
      'the threshold is from': thresholdSource,
      'read more': guideOf(id),
    },
  }
}

function measured({ statistic, value, interval, threshold }: Finding): Record<string, string> {
  const show = (number: number): string => String(Number(number.toPrecision(4)))
  return {
    ...(value === undefined
      ? {}
      : {
          [statistic]: `${show(value)}${interval === undefined ? '' : ` (95 % interval ${show(interval.low)} to ${show(interval.high)})`}`,
        }),
    ...(threshold === undefined ? {} : { threshold: show(threshold) }),
  }
}

const trialSection = (trials: readonly Trial[], confirmed?: Confirmation): Section => ({
  title: 'What was tried',
  text: [
    'Each remedy alone, on the same folds and seeds before and after; intervals of folds are corrected for training sets that overlap (Nadeau and Bengio), p for how many were tried (Holm). No evidence is the usual outcome, and does not mean that a remedy is useless. Drift is 1 − the rank correlation of feature importances before and after: 0 if the network still rests on the same.',
    ...(confirmed ? [confirmationText(confirmed)] : []),
  ],
  figures: [trialTable(trials), ...trialFigures(trials)],
})

const trialTable = (trials: readonly Trial[]): TableFigure => ({
  kind: 'table',
  title: 'Before and after',
  see: `${count(trials.filter(({ verdict }) => verdict === 'helped').length, 'remedy', 'remedies')} helped, ${trials.filter(({ verdict }) => verdict === 'hurt').length} hurt.`,
  wide: true,
  columns: [
    { title: 'remedy', isText: true },
    { title: 'judged by', isText: true },
    { title: 'before' },
    { title: 'after' },
    { title: 'difference (95 % interval)' },
    { title: 'p (Holm)' },
    { title: 'drift' },
    { title: 'compared over', isText: true },
    { title: 'verdict', isText: true },
  ],
  rows: trials.map((trial) => [
    trial.title,
    trial.judgedBy,
    ...trialNumbers(trial),
    trial.design === 'seeds' ? count(trial.pairs, 'seed') : count(trial.pairs, 'fold'),
    trial.verdict,
  ]),
})

/** One picture for each kind of score, since their units differ. */
function trialFigures(trials: readonly Trial[]): IntervalsFigure[] {
  const kinds = [...new Set(trials.map(({ judgedBy }) => judgedBy))]
  return kinds.map((judgedBy) => ({
    kind: 'intervals',
    title: `What remedies change: ${judgedBy}`,
    see: `Intervals that touch the line may be no change at all. ${/loss|error/.test(judgedBy) ? 'Left is better.' : 'Right is better.'}`,
    axis: { label: `difference in ${judgedBy}` },
    divide: 0,
    rows: trials
      .filter((trial) => trial.judgedBy === judgedBy)
      .map(({ title, difference, interval, verdict }) => ({
        label: title,
        value: difference,
        ...(interval && { low: interval.low, high: interval.high }),
        role: verdict === 'helped' ? 'good' : verdict === 'hurt' ? 'bad' : 'neutral',
      })),
  }))
}

const listSection = (title: string, findings: readonly Finding[]): Section => ({
  title,
  facts: Object.fromEntries(
    findings.map(({ id, title: found, text }) => [id, `${found}. ${text}`]),
  ),
})
