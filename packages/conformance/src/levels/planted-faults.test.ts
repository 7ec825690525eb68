import {
  type Comparison,
  type GraphNode,
  interpreter,
  isSumMetric,
  type MetricDefinition,
  meanOfRows,
  type Predictions,
  resolveLoss,
} from '@parallax-ml/core'
import { expect, test } from 'vitest'
import type { ConformanceCase } from '../case.js'
import { DeviationError } from '../compare.js'
import { runCase } from '../run-case.js'
import { lossCases } from './losses.js'
import { metricCases } from './metrics.js'

type Options = Readonly<Record<string, number>> & {
  readonly fromLogits?: boolean
  readonly applyClassBalancing?: boolean
}
type PerRow = (options: Options, comparison: Comparison) => GraphNode

const each =
  (of: (options: Options, comparison: Comparison) => GraphNode): PerRow =>
  (options, comparison) =>
    meanOfRows(comparison.builder, of(options, comparison))

/** The loss itself, times or with something. */
const right = (name: string, options: object, comparison: Comparison): GraphNode => {
  const resolved = resolveLoss({ name, ...options })
  return resolved.definition.perRow(resolved.options, comparison)
}

const lastSum = ({ builder: b }: Comparison, values: GraphNode): GraphNode =>
  b.sum(values, [values.shape.length - 1])

const shifted =
  (
    name: string,
    smooth: (t: GraphNode, comparison: Comparison, share: number) => GraphNode,
  ): PerRow =>
  (options, comparison) => {
    const target = smooth(comparison.target, comparison, options.labelSmoothing ?? 0)
    return right(name, { ...options, labelSmoothing: 0 }, { ...comparison, target })
  }

const wrongLosses: readonly [string, string, PerRow][] = [
  ['meanSquaredError', 'half of it', (o, c) => c.builder.mul(0.5, right('meanSquaredError', o, c))],
  [
    'meanAbsoluteError',
    'signed',
    each((_, { builder: b, output, target }) => b.sub(output, target)),
  ],
  [
    'meanAbsoluteError',
    'the sum of a row',
    (_, { builder: b, output, target }) => {
      const sizes = b.abs(b.sub(output, target))
      return b.reshape(b.sum(sizes, sizes.shape.map((_, i) => i).slice(1)), [sizes.shape[0]!])
    },
  ],
  [
    'meanAbsolutePercentageError',
    'relative to the output',
    each((_, { builder: b, output, target }) =>
      b.mul(100, b.abs(b.div(b.sub(target, output), b.maximum(b.abs(output), 1e-7)))),
    ),
  ],
  [
    'meanAbsolutePercentageError',
    'no floor',
    each((_, { builder: b, output, target }) =>
      b.mul(100, b.abs(b.div(b.sub(target, output), b.maximum(b.abs(target), 1e-12)))),
    ),
  ],
  [
    'meanSquaredLogarithmicError',
    'logarithm of the number itself',
    each((_, { builder: b, output, target }) => {
      const [o, t] = [output, target].map((node) => b.log(b.maximum(node, 1e-7)))
      return b.mul(b.sub(o!, t!), b.sub(o!, t!))
    }),
  ],
  [
    'meanSquaredLogarithmicError',
    'no floor at 1e-7',
    each((_, { builder: b, output, target }) => {
      const [o, t] = [output, target].map((node) => b.log1p(b.maximum(node, -0.5)))
      return b.mul(b.sub(o!, t!), b.sub(o!, t!))
    }),
  ],
  ['huber', 'delta left out', (_, c) => right('huber', {}, c)],
  [
    'huber',
    'divided by delta, as smooth L1 of PyTorch',
    (o, c) => c.builder.div(right('huber', o, c), o.delta!),
  ],
  [
    'huber',
    'half of delta² left out',
    each(({ delta }, { builder: b, output, target }) => {
      const error = b.abs(b.sub(output, target))
      return b.select(
        b.lessEqual(error, delta!),
        b.mul(0.5, b.mul(error, error)),
        b.mul(delta!, error),
      )
    }),
  ],
  [
    'logCosh',
    'by way of exponentials',
    each((_, { builder: b, output, target }) => {
      const error = b.sub(output, target)
      return b.log(b.mul(0.5, b.add(b.exp(error), b.exp(b.neg(error)))))
    }),
  ],
  ['logCosh', 'log 2 left out', (o, c) => c.builder.add(right('logCosh', o, c), Math.LN2)],
  [
    'binaryCrossentropy',
    'smoothed towards 1',
    shifted('binaryCrossentropy', (t, { builder: b }, s) => b.add(b.mul(t, 1 - s), s)),
  ],
  [
    'categoricalCrossentropy',
    'smoothed towards a half',
    shifted('categoricalCrossentropy', (t, { builder: b }, s) => b.add(b.mul(t, 1 - s), s / 2)),
  ],
  [
    'categoricalCrossentropy',
    'smoothed over the other classes only',
    shifted('categoricalCrossentropy', (t, { builder: b }, s) => {
      const others = b.mul(b.sub(1, t), s / (t.shape.at(-1)! - 1))
      return b.add(b.mul(t, 1 - s), others)
    }),
  ],
  [
    'categoricalCrossentropy',
    'logarithm to base 2',
    (o, c) => c.builder.div(right('categoricalCrossentropy', o, c), Math.LN2),
  ],
  [
    'binaryFocalCrossentropy',
    'alpha for the other class',
    (o, c) => right('binaryFocalCrossentropy', { ...o, alpha: 1 - o.alpha! }, c),
  ],
  [
    'binaryFocalCrossentropy',
    'always balanced',
    (o, c) => right('binaryFocalCrossentropy', { ...o, applyClassBalancing: true }, c),
  ],
  [
    'binaryFocalCrossentropy',
    'gamma always 2',
    (o, c) => right('binaryFocalCrossentropy', { ...o, gamma: 2 }, c),
  ],
  [
    'binaryFocalCrossentropy',
    'not smoothed',
    (o, c) => right('binaryFocalCrossentropy', { ...o, labelSmoothing: 0 }, c),
  ],
  [
    'categoricalFocalCrossentropy',
    'no alpha',
    (o, c) => right('categoricalFocalCrossentropy', { ...o, alpha: 1 }, c),
  ],
  [
    'categoricalFocalCrossentropy',
    'gamma always 2',
    (o, c) => right('categoricalFocalCrossentropy', { ...o, gamma: 2 }, c),
  ],
  [
    'hinge',
    'zeros left as they are',
    each((_, { builder: b, output, target }) => b.maximum(b.sub(1, b.mul(target, output)), 0)),
  ],
  [
    'squaredHinge',
    'the square of the mean',
    (o, c) => c.builder.mul(right('hinge', o, c), right('hinge', o, c)),
  ],
  [
    'categoricalHinge',
    'largest of all outputs',
    (_, c) => {
      const { builder: b, output, target } = c
      const wrong = b.max(output, [output.shape.length - 1])
      const margin = b.sub(wrong, lastSum(c, b.mul(target, output)))
      return meanOfRows(b, b.maximum(b.add(margin, 1), 0))
    },
  ],
  [
    'klDivergence',
    'the other way round',
    (o, c) => right('klDivergence', o, { ...c, output: c.target, target: c.output }),
  ],
  [
    'klDivergence',
    'mean instead of sum over the classes',
    (o, c) => c.builder.div(right('klDivergence', o, c), c.output.shape.at(-1)!),
  ],
  ['klDivergence', 'base 2', (o, c) => c.builder.div(right('klDivergence', o, c), Math.LN2)],
  [
    'poisson',
    'no 1e-7',
    each((_, { builder: b, output, target }) =>
      b.sub(output, b.mul(target, b.log(b.maximum(output, 1e-300)))),
    ),
  ],
  [
    'poisson',
    'of logarithms',
    each((_, { builder: b, output, target }) => b.sub(b.exp(output), b.mul(target, output))),
  ],
  ['cosineSimilarity', 'the wrong sign', (o, c) => c.builder.neg(right('cosineSimilarity', o, c))],
  [
    'cosineSimilarity',
    'not normalised',
    (_, c) => meanOfRows(c.builder, lastSum(c, c.builder.mul(c.output, c.target))),
  ],
  [
    'cosineSimilarity',
    'over all inner axes',
    (o, c) => {
      const flat = (node: GraphNode) =>
        c.builder.reshape(node, [node.shape[0]!, node.shape.slice(1).reduce((a, n) => a * n, 1)])
      return right('cosineSimilarity', o, { ...c, output: flat(c.output), target: flat(c.target) })
    },
  ],
]

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

/** Names of the cases that notice, by a deviation and not by breaking down. */
async function noticing(cases: readonly ConformanceCase[]): Promise<string[]> {
  const names: string[] = []
  for (const each of cases) {
    const { error } = await runCase(each, interpreter, 'float64')
    if (error instanceof DeviationError) names.push(each.name)
    else if (error !== undefined) throw error
  }
  return names
}

test.each(wrongLosses)('loss %s, %s: noticed', async (name, _, perRow) => {
  const cases = lossCases((known) =>
    known.name === name ? { ...known, perRow: perRow as typeof known.perRow } : known,
  )
  const own = cases.filter((each) => each.name.startsWith(`loss ${name}:`))
  expect(await noticing(own)).not.toEqual([])
})

test.each(wrongMetrics)('metric %s, %s: noticed', async (name, _, change) => {
  const cases = metricCases((known) => (known.name === name ? change(known) : known))
  const own = cases.filter((each) => each.name.startsWith(`metric ${name}:`))
  expect(await noticing(own)).not.toEqual([])
})
