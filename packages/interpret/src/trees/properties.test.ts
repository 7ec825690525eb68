import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toMatrix } from '../matrix.js'
import { truncateTree } from './branches.js'
import { classificationTree, regressionTree } from './fit-tree.js'
import { parseTree } from './parse-tree.js'
import { leafOfRow, leavesOf, predictTree } from './tree.js'

/** Rows of small whole numbers, so that there are many ties, with labels. */
const tables = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 40 }))
  .chain(([features, rows]) =>
    fc.record({
      x: fc.array(fc.array(fc.integer({ min: -3, max: 3 }), size(features)), size(rows)),
      y: fc.array(fc.integer({ min: 0, max: 2 }), size(rows)),
      weights: fc.array(fc.integer({ min: 0, max: 3 }), size(rows)),
      options: fc.record({
        maxDepth: fc.integer({ min: 0, max: 5 }),
        minSamplesLeaf: fc.integer({ min: 1, max: 3 }),
        criterion: fc.constantFrom('gini' as const, 'entropy' as const),
      }),
    }),
  )
const size = (length: number) => ({ minLength: length, maxLength: length })

const leaves = (tree: Parameters<typeof leafOfRow>[0], x: number[][]) =>
  x.map((row) => leafOfRow(tree, row))

test('a monotone transform of the features leaves the partition of the rows unchanged', () => {
  fc.assert(
    fc.property(tables, ({ x, y, options }) => {
      const other = x.map((row) => row.map((value, f) => Math.exp(value) * (f + 1) - f))
      const [before, after] = [x, other].map((rows) => classificationTree(rows, y, options))
      expect(leaves(after!, other)).toEqual(leaves(before!, x))
    }),
  )
})

test('whole weights are rows that occur so often', () => {
  fc.assert(
    fc.property(tables, ({ x, y, weights, options }) => {
      fc.pre(weights.some((weight) => weight > 0))
      const repeated = weights.flatMap((weight, row) => new Array<number>(weight).fill(row))
      const settings = { ...options, minSamplesLeaf: 1, classNames: ['a', 'b', 'c'] }
      const weighted = classificationTree(x, y, { ...settings, sampleWeight: weights })
      const of = <T>(list: readonly T[]) => repeated.map((row) => list[row]!)
      const counted = classificationTree(of(x), of(y), settings)
      expect(leaves(weighted, of(x))).toEqual(leaves(counted, of(x)))
      weighted.nodes.forEach(({ weight, impurity }, index) => {
        expect(weight).toBe(counted.nodes[index]!.weight)
        expect(impurity).toBeCloseTo(counted.nodes[index]!.impurity, 12)
      })
    }),
  )
})

test('a tree without limits answers every row that it was fitted on, if equal rows agree', () => {
  fc.assert(
    fc.property(tables, ({ x, y }) => {
      const firstOf = new Map<string, number>()
      for (const [i, row] of x.entries()) {
        firstOf.set(String(row), firstOf.get(String(row)) ?? y[i]!)
      }
      const labels = x.map((row) => firstOf.get(String(row))!)
      const { values } = predictTree(regressionTree(x, labels), toMatrix(x, 'rows'))
      for (const [row, label] of labels.entries()) expect(values[row]).toBeCloseTo(label, 12)
    }),
  )
})

test('a node is what its rows say, its children hold its rows, and its gain is the fall of impurity', () => {
  fc.assert(
    fc.property(tables, ({ x, y, options }) => {
      const { nodes } = classificationTree(x, y, options)
      for (const { split, rows, weight, impurity } of nodes) {
        expect(impurity).toBeGreaterThanOrEqual(0)
        if (split === undefined) continue
        const [left, right] = [nodes[split.left]!, nodes[split.right]!]
        expect(left.rows + right.rows).toBe(rows)
        expect(Math.min(left.rows, right.rows)).toBeGreaterThanOrEqual(options.minSamplesLeaf)
        const fall = weight * impurity - left.weight * left.impurity - right.weight * right.impurity
        expect(split.gain).toBeCloseTo(fall / nodes[0]!.weight, 12)
      }
    }),
  )
})

test('scaled targets grow the same tree, scaled', () => {
  fc.assert(
    fc.property(tables, fc.constantFrom(1e-6, 0.25, 1024), ({ x, y, options }, factor) => {
      const { criterion: _, ...limits } = options
      const [one, other] = [1, factor].map((f) =>
        regressionTree(
          x,
          y.map((value) => value * f),
          limits,
        ),
      )
      expect(leaves(other!, x)).toEqual(leaves(one!, x))
    }),
  )
})

test('a truncated tree is the one that the depth would have given', () => {
  fc.assert(
    fc.property(tables, ({ x, y, options }) => {
      const deep = classificationTree(x, y, { ...options, maxDepth: 20 })
      const flat = classificationTree(x, y, options)
      expect(truncateTree(deep, options.maxDepth)).toEqual(flat)
      const rows = toMatrix(x, 'rows')
      expect(predictTree(deep, rows, options.maxDepth)).toEqual(predictTree(flat, rows))
    }),
  )
})

test('a tree is read back from its JSON, and damage is named', () => {
  fc.assert(
    fc.property(tables, ({ x, y, options }) => {
      const tree = classificationTree(x, y, options)
      expect(parseTree(JSON.parse(JSON.stringify(tree)))).toEqual(tree)
    }),
  )
  const tree = classificationTree([[0], [1]], [0, 1])
  const { split, ...root } = tree.nodes[0]!
  const damaged = (change: object) =>
    parseTree({
      ...tree,
      nodes: [{ ...root, split: { ...split, ...change } }, ...tree.nodes.slice(1)],
    })
  expect(() => damaged({ left: 0 })).toThrow('tree.nodes[0]: it has no child there (got 0)')
  expect(() => damaged({ right: 1 })).toThrow('tree.nodes[0]: it has no child there (got 1)')
  expect(() => damaged({ right: 9 })).toThrow('got 9')
  expect(() => damaged({ feature: 1 })).toThrow('there is no such feature')
  expect(() => damaged({ treshold: 1 })).toThrow("Did you mean 'threshold'?")
  expect(() => parseTree({ ...tree, nodes: [root, ...tree.nodes.slice(1)] })).toThrow('no split')
  expect(() => parseTree({ ...tree, outputNames: ['one'] })).toThrow('one value for every output')
  expect(leavesOf(tree)).toEqual([1, 2])
})
