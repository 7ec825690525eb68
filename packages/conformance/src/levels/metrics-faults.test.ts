import {
  type Comparison,
  type GraphNode,
  isSumMetric,
  type MetricDefinition,
  type Predictions,
} from '@parallax-ml/core'
import { expect, test } from 'vitest'
import { metricCases } from './metrics.js'
import { noticing } from './noticing.js'

/** Changes the value of a metric that follows from sums. */
const value =
  (of: (value: number, sums: Readonly<Record<string, Float64Array>>, options: object) => number) =>
  (known: MetricDefinition): MetricDefinition =>
    isSumMetric(known) ? { ...known, value: (o, sums) => of(known.value(o, sums), sums, o) } : known

/** Changes what a metric sees. */
const seeing =
  (change: (comparison: Comparison, weights: GraphNode) => [Comparison, GraphNode]) =>
  (known: MetricDefinition): MetricDefinition =>
    isSumMetric(known) ? { ...known, sums: (o, c, w) => known.sums(o, ...change(c, w)) } : known

const options =
  (change: object) =>
  (known: MetricDefinition): MetricDefinition =>
    isSumMetric(known)
      ? {
          ...known,
          sums: (o, c, w) => known.sums({ ...o, ...change }, c, w),
          value: (o, sums) => known.value({ ...o, ...change }, sums),
        }
      : { ...known, fromPredictions: (o, p) => known.fromPredictions({ ...o, ...change }, p) }

const predictions =
  (change: (given: Predictions) => Predictions) =>
  (known: MetricDefinition): MetricDefinition =>
    isSumMetric(known)
      ? known
      : { ...known, fromPredictions: (o, p) => known.fromPredictions(o, change(p)) }

const unweighted = seeing((c, w) => [c, c.builder.constant(1, w.shape)])
const unweighedRows = predictions((p) => ({ ...p, weights: new Float64Array(p.rows).fill(1) }))
/** A threshold that counts as 1 itself. */
const atLeast = seeing((c, w) => [{ ...c, output: c.builder.add(c.output, 1e-9) }, w])
/** Later ones of equal outputs are a little smaller. */
const tiesInOrder = predictions((p) => ({
  ...p,
  outputs: Float64Array.from(p.outputs, (o, i) => o - 1e-9 * i),
}))

const wrongMetrics: readonly [string, string, (known: MetricDefinition) => MetricDefinition][] = [
  ['binaryAccuracy', 'the threshold itself counts as 1', atLeast],
  ['precision', 'the threshold itself counts as 1', atLeast],
  ['precision', 'rows of padding count', unweighted],
  ['precision', 'hits over what is there', value((_, { hits, actual }) => hits![0]! / actual![0]!)],
  ['recall', 'rows of padding count', unweighted],
  [
    'f1Score',
    'macro is micro',
    (known) =>
      value((v, sums, o) =>
        'average' in o && o.average === 'macro' && isSumMetric(known)
          ? known.value({ ...o, average: 'micro' }, sums)
          : v,
      )(known),
  ],
  [
    'f1Score',
    'macro counts absent classes',
    value((v, { predicted, actual }, o) => {
      if (!('average' in o) || o.average !== 'macro') return v
      const present = predicted!.filter((p, k) => p + actual![k]! > 0).length
      return (v * present) / predicted!.length
    }),
  ],
  [
    'balancedAccuracy',
    'over all classes',
    value((v, { actual }) => (v * actual!.filter((n) => n > 0).length) / actual!.length),
  ],
  [
    'matthewsCorrelation',
    'squares of the counts left out',
    value((v, { actual }) => v / actual!.reduce((sum, each) => sum + each, 0)),
  ],
  ['cohensKappa', 'never weighted', options({ weights: null })],
  ['cohensKappa', 'always quadratic', options({ weights: 'quadratic' })],
  [
    'topKCategoricalAccuracy',
    'one more',
    (known) =>
      isSumMetric(known)
        ? { ...known, sums: (o, c, w) => known.sums({ k: (o as { k: number }).k + 1 }, c, w) }
        : known,
  ],
  [
    'topKCategoricalAccuracy',
    'ties by index',
    seeing((c, w) => {
      const { builder: b, output } = c
      const place = b.cast(b.iota(output.shape, output.shape.length - 1), 'float')
      return [{ ...c, output: b.sub(output, b.mul(1e-9, place)) }, w]
    }),
  ],
  ['logLoss', 'base 2', value((v) => v / Math.LN2)],
  [
    'logLoss',
    'clipped at 1e-7',
    seeing((c, w) => [
      { ...c, output: c.builder.minimum(c.builder.maximum(c.output, 1e-7), 1 - 1e-7) },
      w,
    ]),
  ],
  ['brierScore', 'half of it', value((v) => v / 2)],
  ['rootMeanSquaredError', 'no root', value((v) => v * v)],
  [
    'rootMeanSquaredError',
    'mean of the roots of rows',
    (known) =>
      isSumMetric(known)
        ? { ...known, value: (_, { total, weight }) => total![0]! / weight![0]! }
        : known,
  ],
  ['meanAbsoluteError', 'not weighed', unweighted],
  ['cosineSimilarity', 'the wrong sign', value((v) => -v)],
  ['r2Score', 'uniform for variance-weighted', options({ classAggregation: 'uniformAverage' })],
  ['r2Score', 'not weighed', unweighedRows],
  ['auc', 'ties in order of rows', tiesInOrder],
  ['auc', 'not weighed', unweighedRows],
  ['auc', 'always ROC', options({ curve: 'roc' })],
  ['averagePrecision', 'ties in order of rows', tiesInOrder],
  [
    'expectedCalibrationError',
    'bins closed below',
    predictions((p) => ({ ...p, outputs: p.outputs.map((o) => o + 1e-12) as Float64Array })),
  ],
  ['expectedCalibrationError', 'always of equal width', options({ strategy: 'uniform' })],
  ['expectedCalibrationError', 'always ten bins', options({ bins: 10 })],
  ['expectedCalibrationError', 'not weighed', unweighedRows],
]

test.each(wrongMetrics)('metric %s, %s: noticed', async (name, _, change) => {
  const cases = metricCases((known) => (known.name === name ? change(known) : known))
  const own = cases.filter((each) => each.name.startsWith(`metric ${name}:`))
  expect(await noticing(own)).not.toEqual([])
})
