import type { TableFigure } from '@parallax-ml/report'
import { count } from '../../words.js'

/** A rule in words, and what it is worth on some rows. */
export interface JudgedRule {
  readonly text: string
  readonly support: number
  readonly coverage: number
  /** Share of the rows that it is right about; absent of no rows. */
  readonly precision?: number
  readonly low?: number
  readonly high?: number
  /** Indices of rows that break it. */
  readonly breaks: readonly number[]
}

const mostBreaks = 3

/** Rules in words, with how many rows they are about and how often they are right. */
export function rulesTable(rules: readonly JudgedRule[], against: string): TableFigure {
  const used = rules.filter(({ support }) => support > 0)
  const weakest = used.reduce<JudgedRule | undefined>(
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
    rows: rules.map(({ text, support, coverage, precision, low, high, breaks }) => [
      text,
      { text: `${percent(coverage)} (${support})`, share: coverage },
      precision === undefined
        ? '–'
        : {
            text: `${percent(precision)}${low === undefined || high === undefined ? '' : ` (${percent(low)}–${percent(high)})`}`,
            share: precision,
          },
      breaks.length === 0 ? '–' : breaks.slice(0, mostBreaks).join(', '),
    ]),
  }
}

const percent = (share: number): string => `${Math.round(100 * share)} %`
