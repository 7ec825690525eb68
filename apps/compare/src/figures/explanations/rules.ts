import type { RuleJudgement } from '@parallax-ml/interpret'
import type { TableFigure } from '@parallax-ml/report'
import { count } from '../../words.js'

const mostBreaks = 3

/** Rules in words, with how many rows they are about and how often they are right. */
export function rulesTable(rules: readonly RuleJudgement[], against: string): TableFigure {
  const used = rules.filter(({ support }) => support > 0)
  const weakest = used.reduce<RuleJudgement | undefined>(
    (a, b) => (a === undefined || b.precision! < a.precision! ? b : a),
    undefined,
  )
  const covered = used.reduce((sum, { coverage }) => sum + coverage, 0)
  const weak =
    weakest === undefined
      ? ''
      : ` The weakest is right about ${percent(weakest.precision!)}: ${weakest.text}.`
  return {
    kind: 'table',
    title: 'The same in words',
    see: `${count(used.length, 'rule')} answer${used.length === 1 ? 's' : ''} for ${percent(covered)} of the rows. Precision is held against ${against}, with a 95 % interval.${weak}`,
    wide: true,
    columns: [
      { title: 'rule', isText: true },
      { title: 'coverage' },
      { title: 'precision' },
      { title: 'rows that break it', isText: true },
    ],
    rows: used.map(({ text, support, coverage, precision, low, high, breaks }) => [
      text,
      { text: `${percent(coverage)} (${support})`, share: coverage },
      {
        text: `${percent(precision!)}${low === undefined || high === undefined ? '' : ` (${percent(low)}–${percent(high)})`}`,
        share: precision!,
      },
      breaks.length === 0 ? '–' : breaks.slice(0, mostBreaks).join(', '),
    ]),
  }
}

const percent = (share: number): string => `${Math.round(100 * share)} %`
