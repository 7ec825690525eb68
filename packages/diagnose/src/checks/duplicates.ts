import { wilson } from '@parallax-ml/core'
import type { TableFigure } from '@parallax-ml/report'
import { findDuplicates, findLeaks, groupEqualRows } from '../label-noise/duplicates.js'
import type { LabelledRows, Subject } from '../subject.js'
import type { Check } from './check.js'
import { percent } from './curve.js'
import { spreadRows } from './folds-of.js'

const threshold = 0.05
/** All pairs are compared; more rows take long. */
const mostRows = 3000
const mostListed = 12

/** Whether rows occur more than once, above all in training and test. */
export const duplicates: Check = {
  id: 'duplicates',
  question: 'Do rows occur more than once, or in training and test?',
  thresholdSource: `${percent(threshold)} as in deepchecks; any row of the test set that equals one of training is a warning (ours); near are rows closer than 0.13 of the median distance between nearest rows, as in cleanlab`,
  async assess({ subject }) {
    const { train, test } = subject
    const copies = train.y.length - groupEqualRows(train.x).length
    const near = findDuplicates(some(train)).near.length
    const leaked = test ? leaksOf(train, test) : undefined
    const shared = leaked?.exact.length ?? 0
    const shares = [
      { of: 'training rows that are copies', count: copies, n: train.y.length },
      {
        of: 'training rows that are all but equal to another',
        count: near,
        n: Math.min(mostRows, train.y.length),
      },
      {
        of: 'test rows that are all but equal to a training row',
        count: leaked?.near.length ?? 0,
        n: leaked?.compared ?? 1,
      },
    ].sort((a, b) => b.count / b.n - a.count / a.n)
    const [largest] = shares as [(typeof shares)[number]]
    const isMany = largest.count / largest.n > threshold
    const { of, count, n } =
      shared > 0
        ? { of: 'test rows that are in the training set', count: shared, n: test!.y.length }
        : largest
    const value = count / n
    const { low, high } = wilson(count, n)
    return {
      title:
        shared > 0
          ? 'Rows of the test set are in the training set'
          : isMany
            ? `Many rows occur more than once${of.includes('all but') ? ', or nearly' : ''}`
            : copies > 0
              ? 'A few rows occur more than once'
              : 'Every row occurs once',
      severity:
        shared / n > threshold
          ? 'problem'
          : shared > 0 || isMany
            ? 'warn'
            : copies > 0
              ? 'info'
              : 'ok',
      text: `${copies} of ${train.y.length} training rows are copies of others, and ${near} pairs are all but equal. ${leaked && test ? `${leaked.exact.length} of ${test.y.length} rows of the test set are in the training set, and ${leaked.near.length} of ${leaked.compared} compared are all but so${shared > 0 ? ': a test on them asks for what was learned by heart. Take copies out before rows are divided, or keep those that belong together on one side' : ''}.` : 'There is no test set to compare.'}${train.y.length > mostRows ? ` Near ones were looked for among ${mostRows} rows.` : ''}`,
      statistic: `share of ${of}`,
      value,
      interval: { low, high },
      threshold: shared > 0 ? 0 : threshold,
      n,
      evidence: evidenceOf(subject, leaked),
      remedies: [],
      caveat:
        'Where features have few values, rows may be equal by chance and still be of different things.',
    }
  },
}

const some = ({ x }: LabelledRows) => spreadRows(x.length, mostRows).map((row) => x[row]!)

/** Rows of the test set and rows of training that they equal, all of them; near ones among some. */
function leaksOf(train: LabelledRows, test: LabelledRows) {
  const exact = groupEqualRows([...train.x, ...test.x]).flatMap((group) => {
    const of = group[0]!
    if (of >= train.x.length) return []
    return group
      .filter((row) => row >= train.x.length)
      .map((row) => [row - train.x.length, of] as const)
  })
  const compared = spreadRows(test.x.length, mostRows)
  const near = findLeaks(some(train), some(test)).near.map(({ row }) => compared[row]!)
  return { exact, near, compared: compared.length }
}

function evidenceOf(
  { train, test, classNames }: Subject,
  leaked?: ReturnType<typeof leaksOf>,
): TableFigure[] {
  const groups = groupEqualRows(train.x).filter((group) => group.length > 1)
  const nameOf = (y: number): string => classNames[y] ?? String(y)
  const pairs = [
    ...(leaked?.exact ?? []).map(([row, of]) => ['test', row, of, test!.y[row]!] as const),
    ...groups.flatMap(([of, ...rows]) =>
      rows.map((row) => ['training', row, of!, train.y[row]!] as const),
    ),
  ]
  if (pairs.length === 0) return []
  return [
    {
      kind: 'table',
      wide: true,
      title: 'Copies',
      see:
        pairs.length > mostListed
          ? `The first ${mostListed} of ${pairs.length}; rows are counted from 0.`
          : 'Rows are counted from 0.',
      columns: [
        { title: 'set', isText: true },
        { title: 'row' },
        { title: 'equals training row' },
        { title: 'its target', isText: true },
        { title: 'the target of that', isText: true },
      ],
      rows: pairs
        .slice(0, mostListed)
        .map(([set, row, of, y]) => [
          set,
          String(row),
          String(of),
          nameOf(y),
          nameOf(train.y[of]!),
        ]),
    },
  ]
}
