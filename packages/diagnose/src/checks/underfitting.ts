import { mean } from '@parallax-ml/core'
import type { IntervalsFigure } from '@parallax-ml/report'
import type { Bench } from '../bench/bench.js'
import { remedyOf } from '../remedies/index.js'
import { nadeauBengio, type StudentResult } from '../statistics/t-tests.js'
import type { Check } from './check.js'
import { rangeOf, scoreName, testShare, tooFewForFolds } from './folds-of.js'

/** A gain that is smaller does not matter. */
const leastGain = 0.01

/** Whether there is more to learn than the network can, or had the time to. */
export const underfitting: Check = {
  id: 'underfitting',
  question: 'Is there more to learn than it has learned?',
  thresholdSource: `training score below the cross-validated score of a simple model, or four times the units gain more than ${leastGain}; both by the corrected 95 % interval of Nadeau and Bengio (2003), constants ours`,
  notFor: tooFewForFolds,
  async assess(bench) {
    const folds = await bench.crossValidate()
    const trained = folds.map(({ train }) => train.score)
    const left = folds.map(({ test }) => test.score)
    const best = await bestSimple(bench)
    const wide = await scoresOfWider(bench)
    const behind = nadeauBengio(trained, best.scores, testShare)
    const gain = wide && nadeauBengio(wide, left, testShare)
    const isBehind = behind.interval.high < 0
    const isNarrow = gain !== undefined && gain.interval.low > 0 && gain.difference > leastGain
    const name = scoreName(bench.subject)
    const [shown, value] = isNarrow && !isBehind ? [gain, leastGain] : [behind, 0]
    return {
      title: isBehind
        ? `It knows its own rows worse than ${best.name} knows others`
        : isNarrow
          ? 'Four times the units would learn more'
          : 'It learns what there is to learn',
      severity: isBehind ? 'problem' : isNarrow ? 'warn' : 'ok',
      text: `On the rows that it is trained on, its ${name} is ${mean(trained).toFixed(3)}; ${best.name} has ${mean(best.scores).toFixed(3)} on rows that it does not know. ${gainText(gain)}`,
      statistic:
        shown === gain
          ? `${name} left out of four times the units − as it is`
          : `${name} on training rows − ${name} of the best simple model on rows left out`,
      value: shown.difference,
      interval: shown.interval,
      threshold: value,
      n: bench.subject.train.y.length,
      evidence: [figureOf(name, { trained, left, wide, [best.name]: best.scores })],
      remedies:
        isBehind || isNarrow
          ? ['moreUnits', 'moreSteps', 'higherLearningRate', 'moreUnitsAndRate', 'scaling']
          : [],
      caveat: 'Dropout and penalties lower the score on training rows as well.',
    }
  },
}

/** The simple model with the highest mean; the first of equals. */
async function bestSimple(bench: Bench) {
  const models = await bench.simpleModels()
  return models.reduce((best, own) => (mean(own.scores) > mean(best.scores) ? own : best))
}

async function scoresOfWider(bench: Bench): Promise<number[] | undefined> {
  const change = remedyOf('moreUnits').change(bench.subject)
  return change && (await bench.crossValidate(change)).map(({ test }) => test.score)
}

const gainText = (gain: StudentResult | undefined): string =>
  gain === undefined
    ? 'There are no hidden units to be made more.'
    : `Four times the hidden units change the score on rows left out by ${gain.difference.toFixed(3)} (${gain.interval.low.toFixed(3)} to ${gain.interval.high.toFixed(3)}).`

const figureOf = (
  name: string,
  { trained, left, wide, ...simple }: Record<string, readonly number[] | undefined>,
): IntervalsFigure => ({
  kind: 'intervals',
  title: `${name}: what is learned, and what could be`,
  see: 'The network on its own training rows should not lie left of a simple model. Ends are the worst and best fold.',
  axis: { label: name },
  rows: Object.entries({
    'trained on': trained,
    'left out': left,
    'left out, 4 × units': wide,
    ...simple,
  }).flatMap(([label, scores], i) =>
    scores === undefined
      ? []
      : [{ label, value: mean(scores), ...rangeOf(scores), role: i > 2 ? 'reference' : 'main' }],
  ),
})
