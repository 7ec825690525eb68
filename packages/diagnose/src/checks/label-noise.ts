import { wilson } from '@parallax-ml/core'
import type { IntervalsFigure, TableFigure } from '@parallax-ml/report'
import { type Answers, likeliest } from '../bench/answers.js'
import { outOfFoldAnswers } from '../bench/bench.js'
import { fitTemperature, logits, withTemperature } from '../calibration/temperature.js'
import { confidentLearning } from '../label-noise/confident-learning.js'
import { type LabelNoiseTestResult, labelNoiseTest } from '../label-noise/null-distribution.js'
import { surestErrors } from '../label-noise/surest-errors.js'
import { quantile } from '../statistics/quantiles.js'
import type { Subject } from '../subject.js'
import type { Check } from './check.js'
import { percent } from './curve.js'
import { needsClasses, tooFewForFolds } from './folds-of.js'

const least = 0.01
/** Rows of a sample are not quite normal, and networks not quite sure of the right half. */
const leastSure = 0.03
const mostListed = 20

/** Whether labels are wrong more often than the network's doubt explains. */
export const labelNoise: Check = {
  id: 'label-noise',
  question: 'Are labels wrong?',
  thresholdSource: `confident learning (Northcutt, Jiang and Chuang, 2021) suspects more than ${percent(least)} of the rows, and more than 95 % of label sets drawn from the network's own probabilities, cooled to fit (Guo and others, 2017), would give (ours); or of the half that it is surest of, more contradict it (low end of Wilson's interval) than ${percent(leastSure)}, and than two normal classes with as many mistakes in all would have there (ours)`,
  notFor: (subject) => needsClasses(subject) ?? tooFewForFolds(subject),
  async assess(bench) {
    const { subject, seed } = bench
    const { y } = subject.train
    const n = y.length
    const answers = honest(outOfFoldAnswers(await bench.crossValidate(), n), y)
    const { suspects } = confidentLearning(answers, y)
    const test = labelNoiseTest(answers, y, { seed })
    const value = suspects.length / n
    const threshold = Math.max(least, test.threshold)
    const isSure = value > threshold
    const isSome = value > least
    const { low, high } = wilson(suspects.length, n)
    const sure = contradicted(answers, y)
    const expected = Math.max(leastSure, sure.expected)
    const isPlain = !isSure && isSome && sure.low > expected
    return {
      title: isSure
        ? 'Labels are likely wrong'
        : isPlain
          ? 'Labels contradict it also where it is surest'
          : isSome
            ? 'Some labels are suspect, no more than the network doubts them'
            : 'Labels agree with the features',
      severity: isSure ? 'problem' : isPlain ? 'warn' : isSome ? 'info' : 'ok',
      text: `Networks that had not seen them suspect ${suspects.length} of ${n} labels. Were all labels right, and the network as unsure as it is, up to ${percent(test.threshold)} would be suspect by chance; ${percent(value)} are. Of the half of the rows that it is surest of, ${percent(sure.successes / sure.trials)} contradict it (${percent(sure.low)} to ${percent(sure.high)}); where classes only overlap, ${percent(sure.expected)} would.${isPlain ? ' Either labels are wrong, far from the border as well, and the network has learnt to doubt; or the features do not tell.' : ''}${isSome ? ' Look at the rows listed; nothing was changed.' : ''}`,
      ...(isPlain
        ? {
            statistic: 'share of labels that contradict the network in the surest half of the rows',
            value: sure.successes / sure.trials,
            interval: { low: sure.low, high: sure.high },
            threshold: expected,
            n: sure.trials,
          }
        : {
            statistic: 'share of rows whose label confident learning suspects',
            value,
            interval: { low, high },
            threshold,
            n,
          }),
      evidence: [
        figureOf({ value, low, high }, test, sure),
        ...(suspects.length > 0 ? [suspectsTable(suspects, answers, subject)] : []),
      ],
      remedies:
        isSure || isPlain ? ['earlyStopping', 'l2', 'dropout', 'fewerUnits', 'bagging'] : [],
      caveat:
        'A network that has learnt how often labels are wrong doubts every row as much, and then only mistakes far from the border tell: look at the suspects even where this is no warning. Rows that are right but odd are suspect too.',
    }
  },
}

/** Cooled until they fit the labels best: a network that is surer than it should be suspects too much. */
function honest(answers: Answers, y: readonly number[]): Answers {
  const scores = logits(answers)
  return withTemperature(scores, fitTemperature(scores, y))
}

/** How many labels contradict the network where it is surest, and how many would if classes overlapped. */
function contradicted(answers: Answers, y: readonly number[]) {
  const isWrong = answers
    .map((row, i) => ({ most: Math.max(...row), isWrong: likeliest(row) !== y[i] }))
    .sort((a, b) => b.most - a.most)
    .map((row) => row.isWrong)
  const countOf = (rows: readonly boolean[]): number => rows.filter(Boolean).length
  const surest = isWrong.slice(0, Math.ceil(y.length / 2))
  return {
    ...wilson(countOf(surest), surest.length),
    expected: surestErrors(countOf(isWrong) / y.length),
  }
}

const figureOf = (
  found: { readonly value: number; readonly low: number; readonly high: number },
  { simulated }: LabelNoiseTestResult,
  { successes, trials, low, high, expected }: ReturnType<typeof contradicted>,
): IntervalsFigure => ({
  kind: 'intervals',
  title: 'Suspect labels, and how many there would be anyway',
  see: 'Labels are likely wrong where what is found lies right of what is below it.',
  axis: { label: 'share of rows' },
  rows: [
    { label: 'suspect', ...found },
    {
      label: 'by chance',
      value: quantile(simulated, 0.5),
      low: quantile(simulated, 0.05),
      high: quantile(simulated, 0.95),
      role: 'reference',
    },
    { label: 'in the surest half', value: successes / trials, low, high },
    { label: 'by overlap', value: expected, role: 'reference' },
  ],
})

const suspectsTable = (
  suspects: readonly number[],
  answers: Answers,
  { train, classNames }: Subject,
): TableFigure => ({
  kind: 'table',
  wide: true,
  title: 'Labels to look at',
  see:
    suspects.length > mostListed
      ? `The ${mostListed} most suspect of ${suspects.length}; rows are counted from 0.`
      : 'The most suspect first; rows are counted from 0.',
  columns: [
    { title: 'row' },
    { title: 'label', isText: true },
    { title: 'the network says', isText: true },
    { title: 'probability of the label' },
  ],
  rows: suspects.slice(0, mostListed).map((row) => {
    const [label, answer] = [train.y[row]!, answers[row]!]
    const own = answer[label]!
    return [
      String(row),
      classNames[label]!,
      classNames[likeliest(answer)]!,
      { text: own.toFixed(3), share: Math.min(1, Math.max(0, own)) },
    ]
  }),
})
