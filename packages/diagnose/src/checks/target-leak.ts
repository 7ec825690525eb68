import { mean } from '@parallax-ml/core'
import { classificationTree, regressionTree, treeModel } from '@parallax-ml/interpret'
import type { IntervalsFigure } from '@parallax-ml/report'
import { pick, scoresOf } from '../bench/answers.js'
import type { Bench } from '../bench/bench.js'
import { matrixOf, rowsOf } from '../bench/matrix.js'
import { nadeauBengio } from '../statistics/t-tests.js'
import type { LabelledRows, Subject } from '../subject.js'
import type { Check } from './check.js'
import { percent } from './curve.js'
import { needsVariety, scoreName, testShare, tooFewForFolds } from './folds-of.js'

const folds = 5
const threshold = 0.8
const grave = 0.95
/** Steps of a small tree are coarse; so much worse than the network still counts as good. */
const slack = 0.05
const mostShown = 12

/** Whether one feature alone gives the answer away. */
export const targetLeak: Check = {
  id: 'target-leak',
  question: 'Does one feature give the answer away?',
  thresholdSource: `a feature alone, in a tree of depth 2 (of numbers, 4), has more than ${threshold} of what there is to know on rows left out, as in deepchecks (predictive power score), and is not surely worse than the network, or by less than ${slack}; a problem above ${grave} (ours)`,
  notFor: (subject) =>
    subject.featureNames.length < 2
      ? 'There is one feature only.'
      : (tooFewForFolds(subject) ?? needsVariety(subject)),
  async assess(bench) {
    const { subject } = bench
    const whole = (await bench.crossValidate()).slice(0, folds).map(({ test }) => test.score)
    const trivial = await scoresOver(bench, undefined)
    const features: { name: string; column: number; scores: number[]; powers: number[] }[] = []
    for (const [column, name] of subject.featureNames.entries()) {
      const scores = await scoresOver(bench, column)
      const powers = scores.map((score, i) => (score - trivial[i]!) / (1 - trivial[i]! || 1))
      features.push({ name, column, scores, powers })
    }
    features.sort((a, b) => mean(b.powers) - mean(a.powers))
    const [best] = features as [(typeof features)[number]]
    const value = mean(best.powers)
    const { difference, interval } = nadeauBengio(best.scores, whole, testShare)
    const isAsGood = interval.high >= 0 || difference > -slack
    const isLeak = value > threshold && isAsGood
    const without = isLeak ? mean(await scoresWithout(bench, best.column)) : undefined
    const score = scoreName(subject)
    return {
      title: isLeak
        ? `${best.name} alone gives the answer away`
        : 'No feature alone gives the answer away',
      severity: isLeak ? (value > grave ? 'problem' : 'warn') : 'ok',
      text: `A small tree on ${best.name} alone has ${score} ${mean(best.scores).toFixed(3)} on rows left out; the network, with all features, ${mean(whole).toFixed(3)}${without === undefined ? '' : `, and without this feature ${without.toFixed(3)}`}.${isLeak ? ` Is ${best.name} known at the time when the question is asked, or does it come from the answer?` : ''}`,
      statistic: `(${score} of the best feature alone − that of knowing nothing) / (1 − that)`,
      value,
      interval: intervalOf(best.powers),
      threshold,
      n: subject.train.y.length,
      evidence: [figureOf(features.slice(0, mostShown))],
      remedies: [],
      caveat:
        'Some questions are easy: a feature that is known in time, and tells nearly everything, is no leak.',
    }
  },
}

const intervalOf = (powers: readonly number[]) =>
  nadeauBengio(
    powers,
    powers.map(() => 0),
    testShare,
  ).interval

/** Scores of a small tree on one column, or of no column: what always saying the same gives. */
async function scoresOver({ subject, splits }: Bench, column: number | undefined) {
  const scores: number[] = []
  for (const split of splits.slice(0, folds)) {
    const [own, left] = [split.train, split.test].map((rows) =>
      only(pick(subject.train, rows), column),
    ) as [LabelledRows, LabelledRows]
    scores.push(await treeScore(subject, own, left))
  }
  return scores
}

const only = ({ x, y }: LabelledRows, column: number | undefined): LabelledRows => ({
  x: x.map((row) => [column === undefined ? 0 : row[column]!]),
  y,
})

async function treeScore({ kind, classNames }: Subject, own: LabelledRows, left: LabelledRows) {
  const tree =
    kind === 'classification'
      ? classificationTree(own.x, own.y, { maxDepth: 2, classNames })
      : regressionTree(own.x, own.y, { maxDepth: 4 })
  return scoresOf(rowsOf(await treeModel(tree).predict(matrixOf(left.x))), left.y, kind).score
}

/** Scores of the recipe where a feature is 0 in all rows. */
async function scoresWithout(bench: Bench, column: number): Promise<number[]> {
  const { train, kind } = bench.subject
  const x = train.x.map((row) => row.with(column, 0))
  const scores: number[] = []
  for (const [i, split] of bench.splits.slice(0, folds).entries()) {
    const [own, left] = [split.train, split.test].map((rows) => pick({ x, y: train.y }, rows)) as [
      LabelledRows,
      LabelledRows,
    ]
    const predictor = await bench.train({}, own, bench.seed + i)
    scores.push(scoresOf(await predictor.answer(left.x), left.y, kind).score)
    await predictor.dispose()
  }
  return scores
}

const figureOf = (
  features: readonly { readonly name: string; readonly powers: readonly number[] }[],
): IntervalsFigure => ({
  kind: 'intervals',
  title: 'What each feature alone can tell',
  see: `A feature right of the line tells nearly everything, which few honest ones do. 0 is nothing, 1 all.`,
  axis: { label: 'share of what there is to know' },
  divide: threshold,
  rows: features.map(({ name, powers }) => ({
    label: name,
    value: mean(powers),
    ...intervalOf(powers),
    text: percent(mean(powers)),
  })),
})
