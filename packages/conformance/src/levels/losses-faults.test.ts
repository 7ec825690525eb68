import { type Comparison, type GraphNode, meanOfRows, resolveLoss } from '@parallax-ml/core'
import { expect, test } from 'vitest'
import { lossCases } from './losses.js'
import { noticing } from './noticing.js'

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

test.each(wrongLosses)('loss %s, %s: noticed', async (name, _, perRow) => {
  const cases = lossCases((known) =>
    known.name === name ? { ...known, perRow: perRow as typeof known.perRow } : known,
  )
  const own = cases.filter((each) => each.name.startsWith(`loss ${name}:`))
  expect(await noticing(own)).not.toEqual([])
})
