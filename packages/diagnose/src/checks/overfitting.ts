import { mean } from '@parallax-ml/core'
import type { IntervalsFigure } from '@parallax-ml/report'
import { nadeauBengio } from '../statistics/t-tests.js'
import type { Check } from './check.js'

const threshold = 0.1
const fewestRows = 30

/** Whether it answers rows that it was trained on better than others, beyond what is noise. */
export const overfitting: Check = {
  id: 'overfitting',
  question: 'Does it answer rows that it knows better than others?',
  thresholdSource:
    'relative degradation of 10 % as in deepchecks, and the corrected interval of Nadeau and Bengio (2003) must exclude 0',
  notFor: ({ train }) =>
    train.y.length < fewestRows
      ? `Cross-validation needs ${fewestRows} rows or more; there are ${train.y.length}.`
      : undefined,
  async assess(bench) {
    const folds = await bench.crossValidate()
    const [trained, left] = [
      folds.map(({ train }) => train.score),
      folds.map(({ test }) => test.score),
    ]
    const [known, unknown] = [mean(trained), mean(left)]
    const { difference: value, interval } = nadeauBengio(trained, left, 1 / 4)
    const relative = value / Math.abs(known)
    const isSure = interval.low > 0
    const severity = !isSure ? 'ok' : relative > threshold ? 'problem' : 'info'
    const name = bench.subject.kind === 'classification' ? 'accuracy' : 'R²'
    return {
      title: {
        ok: 'It answers unknown rows as well as known ones',
        info: 'It answers known rows a little better than others',
        problem: 'It has learned the training rows by heart',
      }[severity],
      severity,
      text: `Mean ${name} over ${folds.length} folds is ${known.toFixed(3)} on rows that it was trained on and ${unknown.toFixed(3)} on others: a gap of ${(100 * relative).toFixed(1)} %.`,
      statistic: `${name} on training rows − on rows left out`,
      value,
      interval,
      threshold: threshold * Math.abs(known),
      n: bench.subject.train.y.length,
      evidence: [gapFigure(name, known, unknown, left)],
      remedies:
        severity === 'problem'
          ? ['earlyStopping', 'l2', 'dropout', 'fewerUnits', 'noise', 'bagging']
          : [],
    }
  },
}

const gapFigure = (
  name: string,
  known: number,
  unknown: number,
  scores: readonly number[],
): IntervalsFigure => ({
  kind: 'intervals',
  title: `${name} on known and unknown rows`,
  see: 'The farther apart, the more is learned by heart. The ends are the worst and best fold.',
  axis: { label: name },
  rows: [
    { label: 'trained on', value: known, role: 'reference' },
    { label: 'left out', value: unknown, low: Math.min(...scores), high: Math.max(...scores) },
  ],
})
