import { permutation, randomKey } from '@parallax-ml/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Explainable } from '../explained/explainable.js'
import type { Attribution } from '../explanation.js'
import { type Matrix, takeRows, toMatrix, zeros } from '../matrix.js'
import { functionOf } from '../testing/functions.js'
import { drawn, randomNetwork } from '../testing/random-network.js'
import { worst } from '../testing/reference-networks.js'
import { exactBanzhaf, exactShapley } from './exact.js'
import { shapleyInteractions } from './interactions.js'
import { kernelShap } from './kernel.js'
import { permutationShapley } from './permutation.js'

type Explain = (explained: Explainable, rows: Matrix, background: Matrix) => Promise<Attribution>
const methods: Readonly<Record<string, Explain>> = {
  exactShapley: (explained, rows, background) => exactShapley(explained, rows, { background }),
  kernelShap: (explained, rows, background) => kernelShap(explained, rows, { background }),
  permutationShapley: (explained, rows, background) =>
    permutationShapley(explained, rows, { background, permutations: 3 }),
  exactBanzhaf: (explained, rows, background) => exactBanzhaf(explained, rows, { background }),
}
const exact = ['exactShapley', 'kernelShap'] as const
const setting = fc.record({ seed: fc.nat(), features: fc.integer({ min: 1, max: 5 }) })
const numRuns = 15

function rowsOf(seed: number, features: number) {
  return {
    rows: drawn(seed, 'rows', 2, features),
    background: drawn(seed, 'background', 3, features),
  }
}

test.each(['exactShapley', 'kernelShap', 'permutationShapley'])(
  'efficiency: %s',
  async (method) => {
    await fc.assert(
      fc.asyncProperty(setting, async ({ seed, features }) => {
        const { rows, background } = rowsOf(seed, features)
        const explained = randomNetwork(seed, features).explained()
        const { values, base, predictions, checks } = await methods[method]!(
          explained,
          rows,
          background,
        )
        for (let i = 0; i < predictions.length; i++) {
          const [row, output] = [Math.floor(i / 2), i % 2]
          let sum = base![output]!
          for (let f = 0; f < features; f++) sum += values[(row * features + f) * 2 + output]!
          expect(Math.abs(sum - predictions[i]!)).toBeLessThanOrEqual(1e-9)
        }
        expect(checks.completenessGap).toBeLessThanOrEqual(1e-9)
      }),
      { numRuns },
    )
  },
)

test('all coalitions by least squares are the exact values; sampled orders are near them', async () => {
  await fc.assert(
    fc.asyncProperty(setting, async ({ seed, features }) => {
      const { rows, background } = rowsOf(seed, features)
      const explained = randomNetwork(seed, features).explained()
      const [one, other] = await Promise.all(
        exact.map((method) => methods[method]!(explained, rows, background)),
      )
      expect(worst(one!.values, other!.values)).toBeLessThanOrEqual(1e-9)
    }),
    { numRuns },
  )
})

test.each(Object.keys(methods))('dummy: a feature that is not used has 0 by %s', async (method) => {
  await fc.assert(
    fc.asyncProperty(setting, fc.nat(), async ({ seed, features }, choice) => {
      const unused = choice % features
      const network = randomNetwork(seed, features)
      const kernel = network.kernels[0]!.values.slice()
      kernel.fill(0, unused * 5, (unused + 1) * 5)
      const explained = network.explained([
        { ...network.kernels[0]!, values: kernel },
        network.kernels[1]!,
      ])
      const { rows, background } = rowsOf(seed, features)
      const { values } = await methods[method]!(explained, rows, background)
      const own = values.filter((_, i) => Math.floor(i / 2) % features === unused)
      expect(worst(own, new Float64Array(4))).toBeLessThanOrEqual(1e-12)
    }),
    { numRuns },
  )
})

test.each([...exact, 'exactBanzhaf'])(
  'symmetry and order: permuted features permute %s',
  async (method) => {
    await fc.assert(
      fc.asyncProperty(setting, async ({ seed, features }) => {
        const order = permutation(randomKey(seed, 'order'), features)
        const network = randomNetwork(seed, features)
        const kernel = takeRows(network.kernels[0]!, order)
        const { rows, background } = rowsOf(seed, features)
        const plain = await methods[method]!(network.explained(), rows, background)
        const other = await methods[method]!(
          network.explained([kernel, network.kernels[1]!]),
          columnsTaken(rows, order),
          columnsTaken(background, order),
        )
        const expected = other.values.map((_, i) => {
          const [row, feature] = [Math.floor(i / (features * 2)), Math.floor(i / 2) % features]
          return plain.values[(row * features + order[feature]!) * 2 + (i % 2)]!
        })
        expect(worst(other.values, expected)).toBeLessThanOrEqual(1e-10)
      }),
      { numRuns },
    )
  },
)

const columnsTaken = (matrix: Matrix, order: Int32Array): Matrix => {
  const taken = zeros(matrix.rows, matrix.columns)
  taken.values.forEach((_, i) => {
    const [row, column] = [Math.floor(i / matrix.columns), i % matrix.columns]
    taken.values[i] = matrix.values[row * matrix.columns + order[column]!]!
  })
  return taken
}

test('symmetry: two features that a model treats alike swap with their values', async () => {
  const alike = functionOf(3, ([a, b, c]) => Math.tanh(a! + b!) * c! + a! * b!)
  const options = { background: toMatrix([[0.1, 0.1, -0.3]], 'background') }
  const { values } = await exactShapley(
    alike,
    [
      [0.7, -0.2, 0.5],
      [-0.2, 0.7, 0.5],
    ],
    options,
  )
  const [a, b, c, d] = [values[0]!, values[1]!, values[3]!, values[4]!]
  expect([a, b].map((x, i) => Math.abs(x - [d, c][i]!)).every((gap) => gap <= 1e-12)).toBe(true)
})

test.each(Object.keys(methods))('linearity: %s of a sum is the sum', async (method) => {
  await fc.assert(
    fc.asyncProperty(
      setting,
      fc.double({ min: -3, max: 3, noNaN: true }),
      async ({ seed, features }, by) => {
        const [f, g] = [randomNetwork(seed, features), randomNetwork(seed + 1, features)]
        const [one, other] = [f.explained(), g.explained()]
        const both: Explainable = {
          ...one,
          async predict(rows) {
            const [a, b] = await Promise.all([one.predict(rows), other.predict(rows)])
            return { ...a, values: a.values.map((x, i) => by * x + b.values[i]!) }
          },
        }
        const { rows, background } = rowsOf(seed, features)
        const [phi, psi, all] = await Promise.all(
          [one, other, both].map((each) => methods[method]!(each, rows, background)),
        )
        const expected = phi!.values.map((x, i) => by * x + psi!.values[i]!)
        expect(worst(all!.values, expected)).toBeLessThanOrEqual(1e-10)
      },
    ),
    { numRuns },
  )
})

test('interactions: rows of SII sum to Shapley values, all of STI to the whole difference', async () => {
  await fc.assert(
    fc.asyncProperty(setting, async ({ seed, features }) => {
      const { rows, background } = rowsOf(seed, features)
      const explained = randomNetwork(seed, features).explained()
      const shapley = await exactShapley(explained, rows, { background })
      const pairs = await shapleyInteractions(explained, rows, { background, index: 'SII' })
      const sums = shapley.values.map((_, i) => {
        const [player, output] = [Math.floor(i / 2), i % 2]
        let sum = 0
        for (let j = 0; j < features; j++)
          sum += pairs.values[(player * features + j) * 2 + output]!
        return sum
      })
      expect(worst(sums, shapley.values)).toBeLessThanOrEqual(1e-10)
      const taylor = await shapleyInteractions(explained, rows, { background, index: 'STI' })
      expect(taylor.checks.completenessGap).toBeLessThanOrEqual(1e-10)
    }),
    { numRuns },
  )
})

test('a constant model: every value is 0, by each method', async () => {
  const constant = functionOf(4, () => [3, -1])
  for (const explain of Object.values(methods)) {
    const { values } = await explain(constant, drawn(1, 'rows', 2, 4), drawn(1, 'background', 3, 4))
    expect(worst(values, new Float64Array(16))).toBeLessThanOrEqual(1e-12)
  }
})
