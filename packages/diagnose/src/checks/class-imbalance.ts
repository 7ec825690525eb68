import { wilson } from '@parallax-ml/core'
import type { IntervalsFigure } from '@parallax-ml/report'
import { likeliest } from '../bench/answers.js'
import { outOfFoldAnswers } from '../bench/bench.js'
import type { Subject } from '../subject.js'
import type { Check } from './check.js'
import { percent } from './curve.js'
import { needsClasses, tooFewForFolds } from './folds-of.js'

const threshold = 0.1

/** Whether a class is so rare that the network may pass it over. */
export const classImbalance: Check = {
  id: 'class-imbalance',
  question: 'Is a class too rare to be learned?',
  thresholdSource: `the rarest class has less than ${threshold} of an even share, as in cleanlab and deepchecks; it is passed over where Wilson's 95 % interval of its recall lies below that of the accuracy`,
  notFor: (subject) => needsClasses(subject) ?? tooFewForFolds(subject),
  async assess(bench) {
    const { train, classNames } = bench.subject
    const n = train.y.length
    const answers = outOfFoldAnswers(await bench.crossValidate(), n)
    const classes = classNames.map((name, k) => ({ name, ...recallOf(k, train.y, answers) }))
    const rarest = classes.reduce((a, b) => (b.trials < a.trials ? b : a))
    const hits = classes.reduce((sum, { successes }) => sum + successes, 0)
    const accuracy = wilson(hits, n)
    const scale = classNames.length
    const value = (scale * rarest.trials) / n
    const isRare = value < threshold
    const isPassedOver = isRare && rarest.trials > 0 && rarest.high < accuracy.low
    const share = wilson(rarest.trials, n)
    return {
      title: isPassedOver
        ? `It passes over a rare class: ${rarest.name}`
        : isRare
          ? `A class is rare: ${rarest.name}`
          : 'Every class has its share of rows',
      severity: isPassedOver ? 'problem' : isRare ? (rarest.trials === 0 ? 'warn' : 'info') : 'ok',
      text: `${rarest.trials} of ${n} training rows are of the rarest class, ${rarest.name}: ${percent(value)} of an even share. ${rarest.trials === 0 ? 'It cannot be learned from these.' : `Left out of training, ${rarest.successes} of them are answered rightly, of all rows ${percent(hits / n)}.`}`,
      statistic: 'share of the rarest class × number of classes',
      value,
      interval: { low: scale * share.low, high: scale * share.high },
      threshold,
      n,
      evidence: [recallFigure(classes, hits / n)],
      remedies: isPassedOver ? ['classWeights', 'moreSteps', 'moreUnits'] : [],
      caveat:
        'A rare class may be right to lose where mistakes of both kinds cost the same; class weights trade one kind for the other.',
    }
  },
}

function recallOf(k: number, y: Subject['train']['y'], answers: readonly (readonly number[])[]) {
  const own = [...y.keys()].filter((row) => y[row] === k)
  return wilson(own.filter((row) => likeliest(answers[row]!) === k).length, own.length)
}

const recallFigure = (
  classes: readonly (ReturnType<typeof recallOf> & { readonly name: string })[],
  accuracy: number,
): IntervalsFigure => ({
  kind: 'intervals',
  title: 'Recall of each class, on rows left out',
  see: 'A class far left of the line, which is the accuracy, is passed over. Few rows give wide intervals.',
  axis: { label: 'recall', domain: [0, 1] },
  divide: accuracy,
  rows: classes
    .filter(({ trials }) => trials > 0)
    .map(({ name, successes, trials, low, high }) => ({
      label: name,
      value: successes / trials,
      low,
      high,
      text: `${successes} of ${trials}`,
    })),
})
