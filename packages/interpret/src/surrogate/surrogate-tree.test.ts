import { createModel, dense, interpreter, sequential } from '@parallax-ml/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Explainable } from '../explained/explainable.js'
import { explainable } from '../explained/explainable-model.js'
import { golden } from '../testing/golden.js'
import { classificationTree, regressionTree } from '../trees/fit-tree.js'
import { treeModel } from '../trees/tree-model.js'
import { chooseDepth } from './depth-curve.js'
import { agreementFidelity, r2Fidelity, r2Of } from './fidelity.js'
import { surrogateTree } from './surrogate-tree.js'

const { iris, wine } = golden('glass-box/trees')

/** All rows of three features with four values each. */
const grid = Array.from({ length: 64 }, (_, i) => [i % 4, (i >> 2) % 4, i >> 4])

/** A model of numbers, by a function of rows. */
const model = (outputs: number, answer: (row: Float64Array) => number[]): Explainable => ({
  featureNames: ['a', 'b', 'c'],
  outputNames: Array.from({ length: outputs }, (_, i) => `y${i}`),
  space: 'value',
  provenance: { backend: 'test', version: '0' },
  predict: async ({ rows, columns, values }) => ({
    rows,
    columns: outputs,
    values: Float64Array.from(
      Array.from({ length: rows }, (_, r) =>
        answer(values.subarray(r * columns, (r + 1) * columns)),
      ).flat(),
    ),
  }),
})

test('the surrogate of a tree of depth 3 is that tree, with fidelity 1', async () => {
  // Each feature halves the classes that the one before left, so that greedy splits find it.
  const labels = grid.map(([a, b, c]) => (a! < 2 ? 0 : b! < 1 ? 1 : c! < 3 ? 2 : 3))
  const tree = classificationTree(grid, labels, { maxDepth: 3 })
  const {
    fidelity,
    depth,
    tree: found,
  } = await surrogateTree(treeModel(tree), [...grid, ...grid], {
    heldOut: grid,
  })
  expect(fidelity).toMatchObject({ measure: 'agreement', value: 1, high: 1, rows: 64 })
  expect(fidelity.low).toBeCloseTo(0.9434, 4)
  expect(depth).toBe(3)
  expect(found.nodes.map(({ split }) => [split?.feature, split?.threshold])).toEqual(
    tree.nodes.map(({ split }) => [split?.feature, split?.threshold]),
  )
})

test('any tree is imitated without error where the depth suffices: classes and values', async () => {
  const targets = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 64, maxLength: 64 })
  await fc.assert(
    fc.asyncProperty(targets, async (y) => {
      for (const tree of [
        classificationTree(grid, y, { maxDepth: 3, classNames: ['a', 'b', 'c'] }),
        regressionTree(grid, y, { maxDepth: 3 }),
      ]) {
        const { fidelity } = await surrogateTree(treeModel(tree), grid, { heldOut: grid, depth: 9 })
        expect(fidelity.value).toBe(1)
      }
    }),
    { numRuns: 30 },
  )
})

test('a network on wine: fidelity on rows held out, a curve over depth, and the depth it asks for', async () => {
  const network = createModel(
    sequential({ inputShape: [13], layers: [dense({ units: 3, activation: 'softmax' })] }),
    { backend: interpreter, precision: 'float64', seed: 3 },
  )
  const explained = explainable(network, { outputNames: ['a', 'b', 'c'] })
  const one = await surrogateTree(explained, wine.x, { seed: 1 })
  expect(one.heldOut!.length).toBe(53)
  expect(one.fidelity.rows).toBe(53)
  expect(one.tree.nodes[0]!.rows).toBe(178 - 53)
  expect(one.checks).toEqual({ evaluations: 178, seed: 1 })
  expect(one.curve.map(({ depth }) => depth)).toEqual([1, 2, 3, 4, 5, 6])
  expect(one.depth).toBe(chooseDepth(one.curve))
  expect(one.tree.outputNames).toEqual(['a', 'b', 'c'])
  const heldOut = one.heldOut!.map((row) => wine.x[row])
  const fitted = wine.x.filter((_: unknown, row: number) => !one.heldOut!.includes(row))
  const given = await surrogateTree(explained, fitted, { seed: 1, heldOut })
  expect([given.tree, given.fidelity]).toEqual([one.tree, one.fidelity])
  expect(await surrogateTree(explained, wine.x, { seed: 1 })).toEqual(one)
  const other = await surrogateTree(explained, wine.x, { seed: 2 })
  expect(other.heldOut).not.toEqual(one.heldOut)
  const values = await surrogateTree(explained, wine.x, { imitates: 'values', depth: 2 })
  expect(values.fidelity.measure).toBe('r2')
  expect(values.depth).toBe(2)
  await explained.dispose()
})

test('fidelity of noise is that of a guess, though the tree fits the rows that it saw', async () => {
  const rows = Array.from({ length: 300 }, (_, i) => [
    Math.sin(i * 12.9),
    Math.cos(i * 78.2),
    i % 7,
  ])
  const noise = model(2, ([a]) => (Math.sin(a! * 43758.5453) > 0 ? [1, 0] : [0, 1]))
  const { fidelity, curve } = await surrogateTree(noise, rows, { imitates: 'classes', depth: 12 })
  expect(fidelity.low).toBeLessThan(0.55)
  expect(fidelity.high).toBeLessThan(0.75)
  expect(curve[11]!.fidelity).toBeLessThan(0.75)
})

test('R²: hand-worked, 1 without error, and its interval holds it', () => {
  const matrix = (...values: number[]) => ({
    rows: 4,
    columns: 1,
    values: Float64Array.from(values),
  })
  const expected = matrix(1, 2, 3, 4)
  expect(r2Of(matrix(1, 2, 3, 5), expected)).toBeCloseTo(1 - 1 / 5, 12)
  expect(r2Of(matrix(2, 2, 2, 2), matrix(2, 2, 2, 2))).toBe(1)
  const { value, low, high } = r2Fidelity(matrix(1, 2, 3, 5), expected, 0)
  expect(low).toBeLessThan(value)
  expect(high).toBe(1)
  const classes = (...labels: number[]) => Int32Array.from(labels)
  expect(agreementFidelity(classes(0, 1, 1, 0), classes(0, 1, 0, 0)).value).toBe(0.75)
})

test('the smallest depth within one standard error of the best is chosen', () => {
  const curve = [0.7, 0.86, 0.9, 0.89].map((fidelity, i) => ({
    depth: i + 1,
    leaves: 2 ** (i + 1),
    fidelity,
    standardError: 0.05,
  }))
  expect(chooseDepth(curve)).toBe(2)
  expect(chooseDepth(curve.map((point) => ({ ...point, standardError: 0.01 })))).toBe(3)
})

test('one output of a probability is a class and its opposite; of a value it is no class', async () => {
  const probability: Explainable = {
    ...model(1, ([a]) => [a! > 1.5 ? 0.9 : 0.1]),
    space: 'probability',
  }
  const { tree } = await surrogateTree(probability, grid)
  expect(tree.outputNames).toEqual(['not y0', 'y0'])
  expect(tree.nodes[0]!.split).toMatchObject({ feature: 0, threshold: 1.5 })
  const value = model(1, ([a]) => [a!])
  expect((await surrogateTree(value, grid)).imitates).toBe('values')
  await expect(surrogateTree(value, grid, { imitates: 'classes' })).rejects.toThrow("'values'")
  await expect(surrogateTree(value, grid.slice(0, 9))).rejects.toThrow('at least 10')
  await expect(surrogateTree(value, iris.x)).rejects.toThrow('expected 3 numbers')
  await expect(surrogateTree(value, grid, { dept: 3 } as never)).rejects.toThrow("'depth'")
  await expect(surrogateTree(value, grid, { heldOut: 1.5 })).rejects.toThrow('heldOut')
})
