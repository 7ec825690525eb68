import { permutationImportance } from '@parallax-ml/interpret'
import type { IntervalsFigure } from '@parallax-ml/report'
import { explainedOf } from '../bench/explained.js'
import { pairedT } from '../statistics/t-tests.js'
import type { Check } from './check.js'
import { percent } from './curve.js'
import { spreadRows } from './folds-of.js'

const threshold = 0.6
const fewestFeatures = 3
const repeats = 5
const mostRows = 500
const mostShown = 10

/** Whether all answers hang on one feature. */
export const oneFeature: Check = {
  id: 'one-feature',
  question: 'Do its answers hang on one feature?',
  thresholdSource: `more than ${threshold} of all permutation importance (Breiman, 2001; Fisher and others, 2019) is that of one feature (ours; it is no fault in itself)`,
  notFor: ({ featureNames }) =>
    featureNames.length < fewestFeatures
      ? `With fewer than ${fewestFeatures} features, one is always much of them.`
      : undefined,
  async assess(bench) {
    const { subject, seed } = bench
    const { train, featureNames } = subject
    const rows = spreadRows(train.y.length, mostRows)
    const score = subject.kind === 'classification' ? 'logLoss' : 'meanSquaredError'
    const { values, repeats: measured = values } = await permutationImportance(
      explainedOf(subject, await bench.run()),
      rows.map((row) => train.x[row]!),
      rows.map((row) => train.y[row]!),
      { score, repeats, seed },
    )
    const features = featureNames
      .map((name, f) => ({
        name,
        value: values[f]!,
        own: measured.slice(f * repeats, (f + 1) * repeats),
      }))
      .sort((a, b) => b.value - a.value)
    const [top] = features as [(typeof features)[number]]
    const total = features.reduce((sum, { value }) => sum + Math.max(0, value), 0)
    const value = total > 0 ? Math.max(0, top.value) / total : 0
    const shares = total > 0 ? top.own.map((own) => own / total) : [0, 0]
    const { low, high } = intervalOf(shares)
    const isOne = value > threshold
    return {
      title: isOne ? `Its answers hang on ${top.name}` : 'Its answers rest on several features',
      severity: isOne ? 'info' : 'ok',
      text:
        total > 0
          ? `${percent(value)} of all importance is that of ${top.name}: where its values are dealt out anew among ${rows.length} training rows, the mean ${score === 'logLoss' ? 'log loss' : 'squared error'} rises by ${top.value.toPrecision(3)}.${isOne ? ' If it is wrong, missing or measured otherwise one day, nothing else holds the answers. See what the network learns without it.' : ''}`
          : `No feature matters: the ${rows.length} training rows are answered as well with values dealt out anew.`,
      statistic: 'share of the most important feature of all permutation importance',
      value,
      interval: { low: Math.min(low, value), high: Math.max(high, value) },
      threshold,
      n: rows.length,
      evidence: [
        {
          kind: 'intervals',
          title: 'What answers rest on',
          see: 'How much worse answers get where the values of a feature are dealt out anew.',
          axis: { label: `rise of ${score === 'logLoss' ? 'log loss' : 'squared error'}` },
          bars: true,
          rows: features.slice(0, mostShown).map(({ name, own, value: each }) => ({
            label: name,
            value: each,
            low: Math.min(each, intervalOf(own).low),
            high: Math.max(each, intervalOf(own).high),
          })),
        } satisfies IntervalsFigure,
      ],
      remedies: isOne ? ['noise', 'dropout', 'l2'] : [],
      caveat:
        'Features that tell the same hide each other: two of them may seem unimportant, and a third the only one.',
    }
  },
}

/** Of the mean over repeats. */
const intervalOf = (values: readonly number[]) =>
  pairedT(
    values,
    values.map(() => 0),
  ).interval
