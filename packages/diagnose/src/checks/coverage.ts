import { wilson } from '@parallax-ml/core'
import type { IntervalsFigure, ScatterFigure } from '@parallax-ml/report'
import { rightAnswers } from '../bench/answers.js'
import type { Bench } from '../bench/bench.js'
import { nearestAmong, nearestNeighbours } from '../label-noise/nearest-neighbours.js'
import { standardized, type Table } from '../label-noise/standardized.js'
import { aboveChance } from '../statistics/binomial-tests.js'
import { effectiveRows } from '../statistics/effective-rows.js'
import { onPrincipalPlane } from '../statistics/principal-axes.js'
import { quantile } from '../statistics/quantiles.js'
import type { LabelledRows } from '../subject.js'
import type { Check } from './check.js'
import { percent } from './curve.js'
import { needsTest, spreadRows } from './folds-of.js'

const expected = 0.05
const threshold = 0.1
const grave = 0.25
const mostRows = 2000
const mostPoints = 200

/** Whether it is asked about what it has not seen the like of. */
export const coverage: Check = {
  id: 'coverage',
  question: 'Do the training rows cover what it is asked about?',
  thresholdSource: `more than ${percent(threshold)} of the test rows are farther from the nearest training row than ${percent(1 - expected)} of the training rows are from each other, where ${percent(expected)} are expected, with p < 0.05 (binomial); a problem above ${percent(grave)} (ours)`,
  notFor: needsTest,
  async assess(bench) {
    const { train, test } = bench.subject
    const own = spreadRows(train.x.length, mostRows).map((row) => train.x[row]!)
    const asked = some(test!, mostRows)
    const [known, places] = [standardized(own), standardized(asked.x, own)]
    const reach = quantile([...nearestNeighbours(known, 1).distances], 1 - expected)
    const isOutside = [...nearestAmong(places, known, 1).distances].map((d) => d > reach)
    const n = asked.y.length
    const outside = isOutside.filter(Boolean).length
    const { p } = aboveChance(outside, n, expected)
    const isThin = outside / n > threshold && p < 0.05
    const { low, high } = wilson(outside, n)
    const rows = rowsOfTable(known)
    const effective = effectiveRows(spreadRows(rows.length, 500).map((row) => rows[row]!))
    return {
      title: isThin
        ? 'It is asked about what the training rows do not cover'
        : 'The training rows cover what it is asked about',
      severity: isThin ? (outside / n > grave ? 'problem' : 'warn') : 'ok',
      text: `${outside} of ${n} test rows lie farther from the training rows than ${percent(1 - expected)} of these from each other; ${percent(expected)} would. The training rows are as varied as ${effective.toFixed(1)} wholly different ones (Vendi score of order 2).${isThin ? ' Collect rows there, or do not answer there.' : ''}`,
      statistic: 'share of test rows that lie outside',
      value: outside / n,
      interval: { low, high },
      threshold,
      n,
      evidence: [
        mapOf(rows, rowsOfTable(places), isOutside),
        ...(await insideAndOutside(bench, asked, isOutside)),
      ],
      remedies: isThin ? ['noise', 'l2', 'bagging'] : [],
      caveat:
        'Distances are of standardised features, all of which count the same, also those that do not matter.',
    }
  },
}

const some = ({ x, y }: LabelledRows, most: number): LabelledRows => {
  const rows = spreadRows(y.length, most)
  return { x: rows.map((row) => x[row]!), y: rows.map((row) => y[row]!) }
}

const rowsOfTable = ({ rows, columns, values }: Table): Float64Array[] =>
  Array.from({ length: rows }, (_, r) => values.subarray(r * columns, (r + 1) * columns))

function mapOf(
  known: readonly Float64Array[],
  asked: readonly Float64Array[],
  isOutside: readonly boolean[],
): ScatterFigure {
  const thinned = (length: number) => spreadRows(length, mostPoints)
  const of = (rows: readonly Float64Array[], group: (row: number) => string) =>
    onPrincipalPlane(known, rows)
      .map((point, row) => ({ ...point, group: group(row) }))
      .filter((_, row, all) => thinned(all.length).includes(row))
  return {
    kind: 'scatter',
    title: 'Where training and test rows lie',
    see: 'Test rows outside stand apart from training rows. The axes are the two directions in which training rows vary most; a row can be outside in another one.',
    x: { label: 'first principal axis' },
    y: { label: 'second principal axis' },
    points: [
      ...of(known, () => 'training'),
      ...of(asked, (row) => (isOutside[row] ? 'test, outside' : 'test')),
    ],
  }
}

/** Accuracy of the run on test rows of both kinds. */
async function insideAndOutside(
  bench: Bench,
  asked: LabelledRows,
  isOutside: readonly boolean[],
): Promise<IntervalsFigure[]> {
  if (bench.subject.kind === 'regression') return []
  const right = rightAnswers(await (await bench.run()).answer(asked.x), asked.y)
  const rowOf = (label: string, outside: boolean) => {
    const own = right.filter((_, row) => isOutside[row] === outside)
    const hits = own.filter(Boolean).length
    const { low, high } = wilson(hits, own.length)
    const text = `${hits} of ${own.length}`
    return own.length === 0 ? [] : [{ label, value: hits / own.length, low, high, text }]
  }
  return [
    {
      kind: 'intervals',
      title: 'Accuracy on test rows inside and outside',
      see: 'What is farther away is worth less where the second lies left of the first.',
      axis: { label: 'accuracy', domain: [0, 1] },
      rows: [...rowOf('inside', false), ...rowOf('outside', true)],
    },
  ]
}
