import type { ActivationChoice } from '@parallax-ml/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ExplainableModel, explainable } from '../explained/explainable-model.js'
import type { Attribution } from '../explanation.js'
import { modelOf, type Network, networkOf, tableOf } from '../testing/random-models.js'
import { expectedGradients } from './expected-gradients.js'
import { integratedGradients } from './integrated-gradients.js'
import { quadrature, quadratureRules } from './quadrature.js'
import { inputTimesGradient, saliency } from './saliency.js'
import { smoothGrad } from './smooth-grad.js'

const seeds = fc.nat(1e6)
const networks = (
  features: number,
  outputs: number,
  activations: readonly ActivationChoice[],
): fc.Arbitrary<Network> => seeds.map((seed) => networkOf(seed, features, outputs, activations))
const rowsOf = (rows: number, features: number): fc.Arbitrary<number[][]> =>
  seeds.map((seed) => tableOf(seed, 'rows', rows, features))

const features = 3
const outputs = 2
const runs = { numRuns: 15 }
const smooth = networks(features, outputs, ['tanh', 'sigmoid', 'softplus', 'gelu'])
const any = networks(features, outputs, ['tanh', 'relu', 'softplus'])
const rows = rowsOf(3, features)

const worst = (a: readonly number[], b: readonly number[]): number => {
  expect(a).toHaveLength(b.length)
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))
}

/** Every method, in the ways it is used. */
const methods: Record<string, (e: ExplainableModel, x: number[][]) => Promise<Attribution>> = {
  saliency,
  inputTimesGradient,
  integratedGradients: (e, x) => integratedGradients(e, x, { steps: 8 }),
  smoothGrad: (e, x) =>
    smoothGrad(e, x, { samples: 4, noise: noise.map((row) => row.slice(0, features)) }),
  expectedGradients: (e, x) => expectedGradients(e, x, { background: x, points }),
}
const noise = [
  [0.1, 0.1, 0.1],
  [-0.2, -0.2, -0.2],
]
const points = [
  { row: 0, share: 0.3 },
  { row: 2, share: 0.8 },
]

test('gradients are what central differences say', () =>
  fc.assert(
    fc.asyncProperty(smooth, rows, async (network, x) => {
      const explained = explainable(modelOf(network))
      const { values } = await saliency(explained, x, { absolute: false })
      const h = 1e-5
      for (let f = 0; f < features; f++) {
        const moved = (by: number) =>
          modelOf(network).predict(x.map((row) => row.with(f, row[f]! + by)))
        const [up, down] = await Promise.all([moved(h), moved(-h)])
        for (let r = 0; r < x.length; r++) {
          for (let k = 0; k < outputs; k++) {
            const i = r * outputs + k
            const slope = (up.data[i]! - down.data[i]!) / (2 * h)
            expect(Math.abs(slope - values[(r * features + f) * outputs + k]!)).toBeLessThan(1e-7)
          }
        }
      }
    }),
    runs,
  ))

test('integrated gradients add up to prediction − base within the gap that they state', () =>
  fc.assert(
    fc.asyncProperty(any, rows, rows, async (network, x, background) => {
      const found = await integratedGradients(explainable(modelOf(network)), x, {
        baseline: { mean: background },
      })
      const { values, predictions, base, checks } = found
      const gaps = predictions.map((prediction, i) => {
        const [r, k] = [Math.floor(i / outputs), i % outputs]
        const parts = [0, 1, 2].map((f) => values[(r * features + f) * outputs + k]!)
        return Math.abs(parts[0]! + parts[1]! + parts[2]! - (prediction - base![k]!))
      })
      expect(checks.completenessGap).toBeCloseTo(Math.max(...gaps), 12)
      const isAbove = gaps.map((gap, i) => {
        const change = Math.abs(predictions[i]! - base![i % outputs]!)
        return gap > 0.01 * Math.max(change, 1e-3) * (1 + 1e-9)
      })
      const rowsAbove = x.filter((_, r) => isAbove[r * outputs] || isAbove[r * outputs + 1]).length
      expect(checks.rowsAboveTolerance).toBe(rowsAbove)
      // Kinks of relu may need more steps than there are where prediction and base are nearly the same.
      if (rowsAbove > 0) expect([network.activation, checks.steps]).toEqual(['relu', 2048])
      if (network.activation === 'tanh') expect(checks.completenessGap).toBeLessThan(1e-5)
    }),
    runs,
  ))

test('it does not matter how a network is written: a layer times c, the next over c', () =>
  fc.assert(
    fc.asyncProperty(
      networks(features, outputs, ['relu']),
      rows,
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      async (network, x, c) => {
        const [first, second] = network.layers as [Network['layers'][0], Network['layers'][0]]
        const by = (factor: number) => (row: number[]) => row.map((w) => w * factor)
        const scaled = {
          ...network,
          layers: [
            { kernel: first.kernel.map(by(c)), bias: by(c)(first.bias) },
            { kernel: second.kernel.map(by(1 / c)), bias: second.bias },
          ],
        }
        const of = (one: Network) => explainable(modelOf(one))
        // At a kink of relu either slope is right; a few steps meet none.
        const [a, b] = await Promise.all(
          [network, scaled].map((one) => integratedGradients(of(one), x, { steps: 7 })),
        )
        expect(worst(a!.values, b!.values)).toBeLessThan(1e-10)
      },
    ),
    runs,
  ))

test.each(quadratureRules)(
  'one step of %s is exact for a linear model: weight · (x − x0)',
  (rule) =>
    fc.assert(
      fc.asyncProperty(
        networks(features, outputs, ['linear']),
        rows,
        rows,
        async (network, x, x0) => {
          const explained = explainable(modelOf(network))
          const { values, checks } = await integratedGradients(explained, x, {
            baseline: { rows: x0 },
            rule,
            steps: 1,
          })
          const [first, second] = network.layers
          const expected = x.flatMap((row, r) =>
            row.flatMap((feature, f) =>
              Array.from({ length: outputs }, (_, k) => {
                const weight = first!.kernel[f]!.reduce(
                  (sum, w, u) => sum + w * second!.kernel[u]![k]!,
                  0,
                )
                return weight * (feature - x0[r]![f]!)
              }),
            ),
          )
          expect(worst(values, expected)).toBeLessThan(1e-12)
          expect(checks.completenessGap).toBeLessThan(1e-12)
        },
      ),
      runs,
    ),
)

test.each(Object.keys(methods))('%s gives exactly 0 to a feature that nothing reads', (name) =>
  fc.assert(
    fc.asyncProperty(any, rows, async ({ layers, ...network }, x) => {
      const [first, second] = layers
      const kernel = first!.kernel.with(
        1,
        first!.kernel[1]!.map(() => 0),
      )
      const model = modelOf({ ...network, layers: [{ ...first!, kernel }, second!] })
      const { values } = await methods[name]!(explainable(model), x)
      for (const [i, value] of values.entries()) {
        if (Math.floor(i / outputs) % features === 1) expect(Math.abs(value)).toBe(0)
      }
    }),
    runs,
  ),
)

test.each(Object.keys(methods))('%s goes with the order of the features', (name) =>
  fc.assert(
    fc.asyncProperty(smooth, rows, async ({ layers, ...network }, x) => {
      const order = [2, 0, 1]
      const [first, second] = layers
      const kernel = order.map((f) => first!.kernel[f]!)
      const moved = modelOf({ ...network, layers: [{ ...first!, kernel }, second!] })
      const [a, b] = await Promise.all([
        methods[name]!(explainable(modelOf({ ...network, layers })), x),
        methods[name]!(
          explainable(moved),
          x.map((row) => order.map((f) => row[f]!)),
        ),
      ])
      const expected = x.flatMap((_, r) =>
        order.flatMap((f) => {
          const start = (r * features + f) * outputs
          return a.values.slice(start, start + outputs)
        }),
      )
      expect(worst(b.values, expected)).toBeLessThan(1e-12)
    }),
    runs,
  ),
)

test.each(Object.keys(methods).slice(0, 4))(
  '%s of rows does not depend on the other rows',
  (name) =>
    fc.assert(
      fc.asyncProperty(any, rows, async (network, x) => {
        const explained = explainable(modelOf(network))
        const together = await methods[name]!(explained, x)
        for (const [r, row] of x.entries()) {
          const alone = await methods[name]!(explained, [row])
          const width = features * outputs
          const part = together.values.slice(r * width, (r + 1) * width)
          expect(worst(alone.values, part)).toBeLessThan(1e-14)
        }
      }),
      runs,
    ),
)

test.each(quadratureRules)(
  '%s has weights that add up to 1, and is right for straight lines',
  (rule) => {
    for (const steps of [1, 2, 3, 16, 401]) {
      const { points, weights } = quadrature(rule, steps)
      const integral = (of: (t: number) => number) =>
        points.reduce((sum, point, i) => sum + weights[i]! * of(point), 0)
      expect(Math.abs(integral(() => 1) - 1)).toBeLessThan(1e-13)
      const slack = rule === 'left' || rule === 'right' ? 0.5 / steps : 0
      expect(Math.abs(integral((t) => t) - 0.5)).toBeLessThan(slack + 1e-13)
      if (rule !== 'gaussLegendre') continue
      // Exact for polynomials of degree 2 n − 1.
      const degree = Math.min(2 * steps - 1, 31)
      expect(Math.abs(integral((t) => t ** degree) - 1 / (degree + 1))).toBeLessThan(1e-13)
    }
  },
)
