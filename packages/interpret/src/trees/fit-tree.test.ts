import { DataError, OptionError } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { toMatrix } from '../matrix.js'
import { golden } from '../testing/golden.js'
import { classificationTree, regressionTree } from './fit-tree.js'
import { pruneTree, pruningPath } from './prune.js'
import { depthsOf, leafOfRow, leavesOf, pathOfRow, predictTree } from './tree.js'
import { treeImportance } from './tree-model.js'

const reference = golden('glass-box/trees')
const { iris, wine, networkAnswers, synthetic } = reference

const close = (actual: readonly number[], expected: readonly number[]) => {
  expect(actual.length).toBe(expected.length)
  const worst = actual.map((value, i) => Math.abs(value - expected[i]!))
  expect(Math.max(...worst)).toBeLessThanOrEqual(1e-9)
}

describe('the nodes are those of a search through all splits, with the same rule for ties', () => {
  test.each([
    { name: 'iris', ...iris, maxDepth: 3, criterion: 'gini' },
    { name: 'wine', ...wine, maxDepth: 3, criterion: 'gini' },
    { name: 'wineEntropy', ...wine, maxDepth: 4, criterion: 'entropy' },
    { name: 'networkOnIris', x: iris.x, y: networkAnswers, maxDepth: 3, criterion: 'gini' },
  ] as const)('$name', ({ name, x, y, maxDepth, criterion }) => {
    const { nodes } = classificationTree(x, y, { maxDepth, criterion })
    const expected = reference.bruteForce[name]
    expect(
      nodes.map(({ split, value, rows }) => [
        split?.feature ?? -1,
        split?.threshold ?? null,
        value.map((share) => Math.round(share * rows * 1e6) / 1e6),
      ]),
    ).toEqual(expected.map((node: unknown[]) => node.slice(0, 3)))
    close(
      nodes.map(({ impurity }) => impurity),
      expected.map((node: number[]) => node[3]),
    )
  })
})

describe('nodes, importances and pruning path are those of scikit-learn', () => {
  const { x, y, target, weights } = synthetic
  const both = x.map((row: number[], i: number) => [target[i], row[3]! ** 2])
  test.each([
    ['weightedGini', classificationTree(x, y, { minSamplesLeaf: 8, sampleWeight: weights }), 1],
    [
      'weightedEntropy',
      classificationTree(x, y, {
        criterion: 'entropy',
        minSamplesLeaf: 8,
        minImpurityDecrease: 0.02,
        sampleWeight: weights,
      }),
      1,
    ],
    ['regression', regressionTree(x, target, { minSamplesLeaf: 5 }), 1],
    // scikit-learn takes the mean over the outputs, where we add up.
    ['twoTargets', regressionTree(x, both, { maxDepth: 3, minSamplesLeaf: 5 }), 2],
  ] as const)('%s', (name, tree, outputs) => {
    const expected = reference.sklearn[name]
    const splits = tree.nodes.map(({ split }) => split)
    expect(splits.map((split) => split?.feature ?? -1)).toEqual(expected.feature)
    expect(splits.map((split) => split?.threshold ?? null)).toEqual(expected.threshold)
    expect(tree.nodes.map(({ rows }) => rows)).toEqual(expected.rows)
    const numbers = (of: (node: (typeof tree.nodes)[number]) => number) => tree.nodes.map(of)
    close(
      numbers(({ weight }) => weight),
      expected.weight,
    )
    close(
      numbers(({ impurity }) => impurity / outputs),
      expected.impurity,
    )
    close(
      tree.nodes.flatMap(({ value }) => value),
      expected.value.flat(),
    )
    close(treeImportance(tree).values, expected.featureImportances)
    const steps = distinct(expected.pruning)
    const path = pruningPath(tree)
    close(
      path.map(({ alpha }) => alpha / outputs),
      steps.map(([alpha]) => alpha!),
    )
    close(
      path.map(({ impurity }) => impurity / outputs),
      steps.map(([, impurity]) => impurity!),
    )
  })
})

/** Of steps with the same alpha, which scikit-learn takes one by one, the last. */
const distinct = ({ alpha, impurity }: { alpha: number[]; impurity: number[] }): number[][] =>
  alpha
    .map((value, i) => [value, impurity[i]!])
    .filter(([value], i) => i === alpha.length - 1 || alpha[i + 1]! - value! > 1e-12)

test('every tree of the pruning path has its leaves and impurity, and is one with its predecessor', () => {
  const tree = regressionTree(synthetic.x, synthetic.target)
  const path = pruningPath(tree)
  expect(path.at(-1)!.leaves).toBe(1)
  for (const { alpha, leaves, impurity } of path) {
    const pruned = pruneTree(tree, alpha)
    expect(leavesOf(pruned).length).toBe(leaves)
    const weights = leavesOf(pruned).map((index) => pruned.nodes[index]!)
    const sum = weights.reduce((total, node) => total + (node.weight / 200) * node.impurity, 0)
    expect(sum).toBeCloseTo(impurity, 10)
    expect(pruneTree(pruned, alpha)).toEqual(pruned)
  }
  expect(pruneTree(tree, path[3]!.alpha * (1 - 1e-9))).toEqual(pruneTree(tree, path[2]!.alpha))
})

test('rows find their path and leaf, whose shares are the answer', () => {
  const tree = classificationTree(iris.x, iris.y, { maxDepth: 3, classNames: ['a', 'b', 'c'] })
  expect(pathOfRow(tree, iris.x[70])).toEqual([0, 2, 6, 7])
  expect(leafOfRow(tree, iris.x[70])).toBe(7)
  expect(pathOfRow(tree, iris.x[70], 1)).toEqual([0, 2])
  const { values } = predictTree(tree, toMatrix([iris.x[70]], 'row'))
  expect(Array.from(values)).toEqual([0, 1 / 3, 2 / 3])
  expect(Math.max(...depthsOf(tree))).toBe(3)
})

test('xor is learnt though its first split gains nothing', () => {
  const rows = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]
  const tree = classificationTree(rows, [0, 1, 1, 0])
  expect(tree.nodes[0]!.split).toMatchObject({ feature: 0, threshold: 0.5, gain: 0 })
  expect(Array.from(predictTree(tree, toMatrix(rows, 'rows')).values)).toEqual([
    1, 0, 0, 1, 0, 1, 1, 0,
  ])
})

test('bad rows, labels, weights and options are refused with their place', () => {
  const x = [[1], [2]]
  expect(() => classificationTree(x, [0])).toThrow(DataError)
  expect(() => classificationTree(x, [0, 0.5])).toThrow('label of row 1')
  expect(() => classificationTree(x, [0, 2], { classNames: ['no', 'yes'] })).toThrow('0 to 1')
  expect(() => classificationTree(x, [0, 1], { sampleWeight: [1, -1] })).toThrow('row 1')
  expect(() => classificationTree(x, [0, 1], { sampleWeight: [0, 0] })).toThrow('not all of them 0')
  expect(() => classificationTree(x, [0, 1], { maxDeph: 2 } as never)).toThrow('maxDepth')
  expect(() => classificationTree(x, [0, 1], { minSamplesLeaf: 0 })).toThrow(OptionError)
  expect(() => regressionTree(x, [0, 1], { featureNames: ['a', 'b'] })).toThrow('expected 1 names')
  expect(() => regressionTree(x, [0, 1, 2])).toThrow('targets')
  expect(() => regressionTree(x, [0, Number.NaN])).toThrow('not a finite number')
})

test.each([
  [[0.1, 0.7, 0.4, 0.5]],
  [[0.7, 0.2, 0, 0.7, 0.3, 0.6]],
  [[0.9, 0.9, 0.8, 0.2, 0.5, 0.5]],
])('of two equally good splits rounding does not choose: %j', (y) => {
  // Both features divide the rows alike; the second adds up the sums from the other end.
  const x = y.map((_, i) => [i, -i])
  expect(regressionTree(x, y, { maxDepth: 1 }).nodes[0]!.split).toMatchObject({ feature: 0 })
})
