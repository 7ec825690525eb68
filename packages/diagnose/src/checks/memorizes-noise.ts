import { permutation, randomKey, wilson } from '@parallax-ml/core'
import type { IntervalsFigure } from '@parallax-ml/report'
import { rightAnswers } from '../bench/answers.js'
import type { Bench } from '../bench/bench.js'
import { nadeauBengio } from '../statistics/t-tests.js'
import type { Subject } from '../subject.js'
import type { Check } from './check.js'
import { percent } from './curve.js'
import { testShare } from './folds-of.js'

const threshold = 0.9
const fewestRows = 20
/** As for overfitting. */
const gapThatMatters = 0.1

/** Whether the network can learn labels by heart that say nothing about their rows. */
export const memorizesNoise: Check = {
  id: 'memorizes-noise',
  question: 'Can it learn labels by heart that mean nothing?',
  thresholdSource: `accuracy above ${threshold} on shuffled labels (Zhang and others, 2017, "Understanding deep learning requires rethinking generalization"; value ours): a note on capacity, and a warning only beside a gap of more than ${100 * gapThatMatters} % between known and unknown rows`,
  notFor(subject) {
    const { kind, train } = subject
    if (kind === 'regression') return 'There are no classes to be shuffled.'
    if (train.y.length < fewestRows) return `With fewer than ${fewestRows} rows every network can.`
    return chanceOf(subject) > threshold - 0.1
      ? 'Always saying the most frequent class is nearly as good as the bound.'
      : undefined
  },
  async assess(bench) {
    const { train } = bench.subject
    const n = train.y.length
    const order = permutation(randomKey(bench.seed, 'shuffled labels'), n)
    const shuffled = { x: train.x, y: Array.from(order, (row) => train.y[row]!) }
    const predictor = await bench.train({}, shuffled)
    const right = rightAnswers(await predictor.answer(shuffled.x), shuffled.y)
    await predictor.dispose()
    const count = right.filter(Boolean).length
    const { low, high } = wilson(count, n)
    const can = count / n > threshold
    const gap = can ? await gapOf(bench) : 0
    const severity = !can ? 'ok' : gap > gapThatMatters ? 'warn' : 'info'
    return {
      title: {
        ok: 'It cannot learn noise by heart',
        info: 'It could learn noise by heart, but answers unknown rows as well as known ones',
        warn: 'It learns noise by heart, and answers unknown rows worse than known ones',
      }[severity],
      severity,
      text: `Trained on the same rows with their labels shuffled, it answers ${percent(count / n)} of them as it was told, though there is nothing to learn.${can ? ` On the true labels its accuracy falls by ${percent(gap)} from known to unknown rows.` : ''}`,
      statistic: 'accuracy on training rows with shuffled labels',
      value: count / n,
      interval: { low, high },
      threshold,
      n,
      evidence: [figureOf(count / n, { low, high }, chanceOf(bench.subject))],
      remedies:
        severity === 'warn' ? ['l2', 'dropout', 'fewerUnits', 'earlyStopping', 'noise'] : [],
      caveat: 'Large networks can, and may generalise all the same.',
    }
  },
}

/** The relative fall of the score from rows trained on to rows left out; 0 where it may be chance. */
async function gapOf(bench: Bench): Promise<number> {
  const folds = await bench.crossValidate()
  const known = folds.map(({ train }) => train.score)
  const unknown = folds.map(({ test }) => test.score)
  const { difference, interval } = nadeauBengio(known, unknown, testShare)
  return interval.low > 0 ? difference / (known.reduce((a, b) => a + b) / known.length) : 0
}

const chanceOf = ({ train: { y }, classNames }: Subject): number =>
  Math.max(...classNames.map((_, k) => y.filter((label) => label === k).length)) / y.length

const figureOf = (
  value: number,
  interval: { low: number; high: number },
  chance: number,
): IntervalsFigure => ({
  kind: 'intervals',
  title: 'Accuracy on labels that mean nothing',
  see: 'The farther right of the most frequent class, the more is learned by heart.',
  axis: { label: 'accuracy on training rows', domain: [0, 1] },
  divide: threshold,
  rows: [
    { label: 'shuffled labels', value, ...interval },
    { label: 'most frequent class', value: chance, role: 'reference' },
  ],
})
