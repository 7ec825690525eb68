import { wilson } from '@parallax-ml/core'
import type { TableFigure } from '@parallax-ml/report'
import { rightAnswers } from '../bench/answers.js'
import { outOfFoldAnswers } from '../bench/bench.js'
import { binomialLower } from '../statistics/distributions.js'
import { holm } from '../statistics/holm.js'
import { quantile } from '../statistics/quantiles.js'
import type { Subject } from '../subject.js'
import type { Check } from './check.js'
import { percent } from './curve.js'
import { tooFewForFolds } from './folds-of.js'
import { slicesOf } from './slices.js'

const fewestRows = 20
const leastShare = 0.05
const leastDrop = 0.2
const significance = 0.05
/** Of numbers, the worst answers are those with errors among the largest tenth. */
const wellAnswered = 0.9
const mostShown = 8

/** Whether it fails for some rows that have something in common. */
export const weakSlices: Check = {
  id: 'weak-slices',
  question: 'Does it fail for some kind of rows?',
  thresholdSource: `a slice of one or two features, of ${fewestRows} rows and ${percent(leastShare)} or more, is ${percent(leastDrop)} worse than all rows, as in deepchecks, with Wilson's interval below them and p < ${significance} corrected for all slices (Holm, 1979)`,
  notFor: (subject) =>
    subject.train.y.length < 2 * fewestRows
      ? `Slices of ${fewestRows} rows need ${2 * fewestRows} or more; there are ${subject.train.y.length}.`
      : tooFewForFolds(subject),
  async assess(bench) {
    const { subject } = bench
    const { train, featureNames } = subject
    const n = train.y.length
    const isGood = goodAnswers(subject, outOfFoldAnswers(await bench.crossValidate(), n))
    const overall = isGood.filter(Boolean).length / n
    const least = Math.max(fewestRows, Math.ceil(leastShare * n))
    const slices = slicesOf(train.x, featureNames, least).map(({ name, rows }) => {
      const good = wilson(rows.filter((row) => isGood[row]).length, rows.length)
      const share = good.successes / good.trials
      return { name, ...good, share, p: binomialLower(good.successes, good.trials, overall) }
    })
    const adjusted = holm(slices.map(({ p }) => p))
    const tested = slices
      .map((slice, i) => ({ ...slice, p: adjusted[i]! }))
      .sort((a, b) => a.p - b.p || a.share - b.share)
    const weak = tested.filter(
      ({ share, high, p }) =>
        p < significance && high < overall && share < (1 - leastDrop) * overall,
    )
    const worst = weak[0] ?? tested[0]
    const kind = subject.kind === 'classification' ? 'rightly' : 'well'
    return {
      title:
        weak.length > 0
          ? `It fails where ${worst!.name}`
          : 'It fails no kind of rows more than others',
      severity: weak.length > 0 ? 'warn' : 'ok',
      text: worst
        ? `On rows left out ${percent(overall)} are answered ${kind}; of the ${worst.trials} where ${worst.name}, ${percent(worst.share)}. ${weak.length} of ${tested.length} slices are surely weak.`
        : `No slice has ${least} rows.`,
      statistic: `share of rows answered ${kind} in the slice whose lag is least likely by chance`,
      ...(worst && { value: worst.share, interval: { low: worst.low, high: worst.high } }),
      threshold: (1 - leastDrop) * overall,
      n,
      evidence: tested.length > 0 ? [figureOf(weak.length > 0 ? weak : tested, overall)] : [],
      remedies: weak.length > 0 ? ['moreUnits', 'moreSteps', 'classWeights', 'bagging'] : [],
      caveat:
        'Slices at a border between classes are always harder. With many features the correction for many slices hides weak ones.',
    }
  },
}

/** Whether each row is answered rightly; of numbers, with an error that is not among the largest tenth. */
function goodAnswers(
  { kind, train: { y } }: Subject,
  answers: readonly (readonly number[])[],
): boolean[] {
  if (kind === 'classification') return rightAnswers(answers, y)
  const errors = answers.map(([value], row) => Math.abs(value! - y[row]!))
  const limit = quantile(errors, wellAnswered)
  return errors.map((error) => error <= limit)
}

interface Tested {
  readonly name: string
  readonly share: number
  readonly low: number
  readonly high: number
  readonly trials: number
}

const figureOf = (slices: readonly Tested[], overall: number): TableFigure => ({
  kind: 'table',
  wide: true,
  title: 'Where it is worst',
  see: `Of all rows, ${percent(overall)} are answered well. Those come first that chance explains least.`,
  columns: [
    { title: 'rows where', isText: true },
    { title: 'rows' },
    { title: 'answered well' },
    { title: '95 % interval' },
  ],
  rows: slices
    .slice(0, mostShown)
    .map(({ name, share, low, high, trials }) => [
      name,
      String(trials),
      { text: percent(share), share },
      `${percent(low)} to ${percent(high)}`,
    ]),
})
