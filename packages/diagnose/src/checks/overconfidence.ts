import { calibrationBins, wilson } from '@parallax-ml/core'
import type { ForestFigure } from '@parallax-ml/report'
import { outOfFoldAnswers } from '../bench/bench.js'
import { calibrationTest } from '../calibration/null-distribution.js'
import { topLabels } from '../calibration/top-label.js'
import type { Check } from './check.js'
import { percent } from './curve.js'
import { needsClasses, tooFewForFolds } from './folds-of.js'

const bins = 15
const binsShown = 5
const grave = 0.05

/** Whether what it says with 90 % comes true in 90 of 100 cases. */
export const overconfidence: Check = {
  id: 'overconfidence',
  question: 'Are its probabilities honest?',
  thresholdSource: `the expected calibration error (${bins} bins) that 95 % of perfectly honest networks with these probabilities and this number of rows stay below, by simulation (Bröcker and Smith, 2007; Roelofs and others, 2022); a problem above ${grave}, if it is too sure (ours)`,
  notFor: (subject) => needsClasses(subject) ?? tooFewForFolds(subject),
  async assess(bench) {
    const { y } = bench.subject.train
    const n = y.length
    const answers = outOfFoldAnswers(await bench.crossValidate(), n)
    const { confidences, outcomes } = topLabels(answers, y)
    const test = calibrationTest(confidences, outcomes, { bins, seed: bench.seed })
    const said = confidences.reduce((sum, confidence) => sum + confidence, 0) / n
    const right = outcomes.filter((outcome) => outcome === 1).length
    const isOff = test.statistic > test.threshold
    const { low, high } = wilson(right, n)
    const isOver = said > high
    return {
      title: !isOff
        ? 'Its probabilities are as honest as can be seen'
        : isOver
          ? 'It is surer than it should be'
          : said < low
            ? 'It is less sure than it could be'
            : 'Its probabilities are off, some too high and some too low',
      severity: !isOff ? 'ok' : isOver && test.statistic > grave ? 'problem' : 'warn',
      text: `On rows left out it says ${percent(said)} on average, and ${percent(right / n)} come true (${percent(low)} to ${percent(high)}). The expected calibration error is ${test.statistic.toFixed(3)}; with ${n} rows, chance alone gives an honest network up to ${test.threshold.toFixed(3)}.`,
      statistic: `expected calibration error, ${bins} bins`,
      value: test.statistic,
      threshold: test.threshold,
      n,
      evidence: [reliabilityFigure(confidences, outcomes)],
      remedies: isOff ? ['temperature', 'earlyStopping', 'l2', 'bagging', 'seedEnsemble'] : [],
      caveat:
        'It asks about the likeliest class only, and about networks trained on four fifths of the rows.',
    }
  },
}

const reliabilityFigure = (
  confidences: readonly number[],
  outcomes: readonly number[],
): ForestFigure => ({
  kind: 'forest',
  title: 'What it says, and how often it is right',
  see: 'Rows are in groups of equal size, from the least sure to the surest. Where the whisker misses what is said, the probability is not honest.',
  axis: { label: 'probability' },
  rows: calibrationBins(confidences, outcomes, { bins: binsShown, strategy: 'quantile' })
    .filter(({ weight }) => weight > 0)
    .map(({ weight, meanConfidence, frequency }, i) => {
      const { low, high } = wilson(Math.round(frequency * weight), weight)
      return {
        label: `group ${i + 1}, ${weight} rows`,
        markers: [
          { group: 'said', value: meanConfidence },
          { group: 'came true', value: frequency, low, high },
        ],
      }
    }),
})
