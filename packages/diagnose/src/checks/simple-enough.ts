import { mean } from '@parallax-ml/core'
import type { IntervalsFigure } from '@parallax-ml/report'
import { nadeauBengio } from '../statistics/t-tests.js'
import type { Check } from './check.js'
import { scoreName, testShare, tooFewForFolds } from './folds-of.js'

const leastGain = 0.01

/** Whether a model without a network does as well. */
export const simpleEnough: Check = {
  id: 'simple-enough',
  question: 'Would a simple model do as well?',
  thresholdSource: `the gain over each simple model must be above ${leastGain}, and its corrected 95 % interval (Nadeau and Bengio, 2003) above 0; the constant is ours`,
  notFor: tooFewForFolds,
  async assess(bench) {
    const { subject } = bench
    const own = (await bench.crossValidate()).map(({ test }) => test.score)
    const compared = (await bench.simpleModels()).map(({ name, scores }) => ({
      name,
      score: mean(scores),
      ...nadeauBengio(own, scores, testShare),
    }))
    const closest = compared.reduce((a, b) => (b.difference < a.difference ? b : a))
    const isWorse = closest.interval.high < 0
    const isEnough = closest.difference < leastGain || closest.interval.low <= 0
    const name = scoreName(subject)
    return {
      title: isWorse
        ? `It is worse than ${closest.name}`
        : isEnough
          ? `It is not surely better than ${closest.name}`
          : 'It is worth more than a simple model',
      severity: isWorse ? 'warn' : isEnough ? 'info' : 'ok',
      text: `On rows left out the network has ${name} ${mean(own).toFixed(3)}; ${compared.map((one) => `${one.name} ${one.score.toFixed(3)}`).join(', ')}.`,
      statistic: `${name} of the network − that of the closest rival without a network, on the same folds`,
      value: closest.difference,
      interval: closest.interval,
      threshold: leastGain,
      n: subject.train.y.length,
      evidence: [
        {
          kind: 'intervals',
          title: 'What the network gains over simple models',
          see: 'A network is worth its trouble where its interval lies right of the line.',
          axis: { label: `gain of ${name}` },
          divide: 0,
          rows: compared.map((one) => ({
            label: one.name,
            value: one.difference,
            ...one.interval,
            role: one.interval.low > 0 ? 'good' : one.interval.high < 0 ? 'bad' : 'neutral',
          })),
        } satisfies IntervalsFigure,
      ],
      remedies: isWorse
        ? ['moreSteps', 'higherLearningRate', 'scaling', 'l2', 'earlyStopping']
        : [],
      caveat:
        'With few rows the interval is wide, and the network may be better without its being seen.',
    }
  },
}
