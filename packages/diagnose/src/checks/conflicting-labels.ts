import { wilson } from '@parallax-ml/core'
import type { TableFigure } from '@parallax-ml/report'
import {
  conflictingLabels as conflictsOf,
  type LabelConflict,
} from '../label-noise/conflicting-labels.js'
import type { Check } from './check.js'
import { percent } from './curve.js'
import { needsClasses } from './folds-of.js'

const grave = 0.05
const mostListed = 10

/** Whether equal rows have different labels. */
export const conflictingLabels: Check = {
  id: 'conflicting-labels',
  question: 'Do equal rows have different labels?',
  thresholdSource: `none, as in deepchecks; a problem where more than ${percent(grave)} of the rows have to be answered wrongly (ours)`,
  notFor: needsClasses,
  async assess({ subject: { train, classNames } }) {
    const n = train.y.length
    const conflicts = conflictsOf(train.x, train.y)
    const rows = conflicts.reduce((sum, conflict) => sum + conflict.rows.length, 0)
    const lost = conflicts.reduce((sum, { labels }) => sum + labels.length - mostOf(labels), 0)
    const { low, high } = wilson(rows, n)
    return {
      title: rows > 0 ? 'Equal rows have different labels' : 'Equal rows have equal labels',
      severity: lost / n > grave ? 'problem' : rows > 0 ? 'warn' : 'ok',
      text:
        rows > 0
          ? `${rows} of ${n} training rows have the same features as another row and a different label. Whatever is learned, ${lost} of them are answered wrongly: accuracy on these rows cannot be above ${percent(1 - lost / n)}. Some of the labels may be wrong, or a feature that tells the rows apart is missing. Look at them; nothing was changed.`
          : `No two of ${n} training rows have the same features and different labels.`,
      statistic: 'share of rows that equal another with a different label',
      value: rows / n,
      interval: { low, high },
      threshold: 0,
      n,
      evidence: rows > 0 ? [tableOf(conflicts, classNames)] : [],
      remedies: [],
      caveat:
        'Where features have few values, equal rows with different labels may be what chance makes of a true probability.',
    }
  },
}

/** How often the most frequent label occurs. */
const mostOf = (labels: readonly number[]): number =>
  Math.max(...labels.map((label) => labels.filter((other) => other === label).length))

const tableOf = (conflicts: readonly LabelConflict[], names: readonly string[]): TableFigure => ({
  kind: 'table',
  wide: true,
  title: 'Equal rows with different labels',
  see:
    conflicts.length > mostListed
      ? `The first ${mostListed} of ${conflicts.length} groups; rows are counted from 0.`
      : 'Rows are counted from 0.',
  columns: [
    { title: 'rows', isText: true },
    { title: 'their labels', isText: true },
  ],
  rows: conflicts
    .slice(0, mostListed)
    .map(({ rows, labels }) => [
      listed(rows.map(String)),
      listed(labels.map((label) => names[label]!)),
    ]),
})

/** Some of them in words, and how many more there are. */
const listed = (words: readonly string[]): string =>
  words.length > 8
    ? `${words.slice(0, 8).join(', ')} and ${words.length - 8} more`
    : words.join(', ')
