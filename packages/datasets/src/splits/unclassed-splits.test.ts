import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupedSplit, orderedSplit, shuffledFolds } from '../index.js'

const seeds = fc.nat({ max: 2 ** 31 })
const shares = fc.double({ min: 0.01, max: 0.99, noNaN: true })
const everyRow = (rows: number) => Array.from({ length: rows }, (_, row) => row)
const ascending = (rows: readonly number[]) => rows.toSorted((a, b) => a - b)

describe('groupedSplit', () => {
  /** Two to eight groups of one to twenty rows, mixed. */
  const groupings = fc
    .array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 8 })
    .chain((sizes) => {
      const groups = sizes.flatMap((size, i) => new Array<string>(size).fill(`group ${i}`))
      return fc.shuffledSubarray(groups, { minLength: groups.length })
    })

  test('gives every row to one part, and every group', () => {
    fc.assert(
      fc.property(groupings, shares, seeds, (groups, testShare, seed) => {
        const { train, test: tested } = groupedSplit(groups, { testShare, seed })
        expect(ascending([...train, ...tested])).toEqual(everyRow(groups.length))
        const [trained, judged] = [train, tested].map(
          (rows) => new Set(rows.map((row) => groups[row]!)),
        )
        expect([...trained!].filter((group) => judged!.has(group))).toEqual([])
        expect(Math.min(trained!.size, judged!.size)).toBeGreaterThanOrEqual(1)
      }),
    )
  })

  test('meets the share within half of the largest group where both sides have several', () => {
    fc.assert(
      fc.property(groupings, shares, seeds, (groups, testShare, seed) => {
        const { train, test: tested } = groupedSplit(groups, { testShare, seed })
        const groupsOf = (rows: number[]) => new Set(rows.map((row) => groups[row]!)).size
        if (groupsOf(train) === 1 || groupsOf(tested) === 1) return
        const sizes = [...new Set(groups)].map(
          (group) => groups.filter((other) => other === group).length,
        )
        const miss = Math.abs(tested.length - groups.length * testShare)
        expect(miss).toBeLessThanOrEqual(Math.max(...sizes) / 2 + 1e-9)
      }),
    )
  })

  test('the seed decides; every group is about equally often tested', () => {
    const groups = everyRow(50).map((row) => row % 10)
    const times = new Array<number>(10).fill(0)
    for (let seed = 0; seed < 2000; seed++) {
      const split = groupedSplit(groups, { testShare: 0.3, seed })
      expect(split.test).toHaveLength(15)
      for (const group of new Set(split.test.map((row) => groups[row]!))) times[group]!++
    }
    expect(groupedSplit(groups, { testShare: 0.3, seed: 8 })).toEqual(
      groupedSplit(groups, { testShare: 0.3, seed: 8 }),
    )
    // 600 expected; five standard deviations of a binomial count are 102.
    for (const count of times) expect(Math.abs(count - 600)).toBeLessThan(102)
  })

  test('takes groups of any size', () => {
    const groups = everyRow(400_000).map((row) => row % 2)
    expect(groupedSplit(groups, { testShare: 0.5 }).test).toHaveLength(200_000)
  })

  test.each([
    [['a', 'a'], { testShare: 0.2 }, /groups: too few groups \(expected at least 2, got 1\)/],
    [[], { testShare: 0.2 }, /too few groups .* got 0/],
    [[1, Number.NaN], { testShare: 0.2 }, /groups\[1\]: not a group .* got NaN/],
    [[1, 2], { testShare: 0 }, /testShare: not a share .* got 0/],
    [[1, 2], { testShare: 0.5, share: 1 }, /unknown option 'share'/],
  ])('%j with %j is an error that helps', (groups, options, message) => {
    expect(() => groupedSplit(groups, options)).toThrow(message)
  })
})

describe('orderedSplit', () => {
  test('tests the last rows: the share to the nearest row, and at least one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), shares, (rows, testShare) => {
        const { train, test: tested } = orderedSplit(rows, { testShare })
        expect([...train, ...tested]).toEqual(everyRow(rows))
        expect(Math.min(train.length, tested.length)).toBeGreaterThanOrEqual(1)
        if (Math.min(train.length, tested.length) > 1) {
          expect(Math.abs(tested.length - rows * testShare)).toBeLessThanOrEqual(0.5 + 1e-9)
        }
      }),
    )
  })

  test.each([
    [1, { testShare: 0.5 }, /rows: not a number of rows .* at least 2, got 1/],
    [10, { testShare: 1 }, /testShare: not a share .* got 1/],
    [10, { testShare: 0.5, seed: 1 }, /unknown option 'seed'/],
  ])('%j with %j is an error that helps', (rows, options, message) => {
    expect(() => orderedSplit(rows, options)).toThrow(message)
  })
})

describe('shuffledFolds', () => {
  const cases = fc
    .integer({ min: 2, max: 7 })
    .chain((folds) => fc.tuple(fc.integer({ min: folds, max: 100 }), fc.constant(folds), seeds))

  test('tests every row exactly once, in folds that differ by at most one row', () => {
    fc.assert(
      fc.property(cases, ([rows, folds, seed]) => {
        const splits = shuffledFolds(rows, { folds, seed })
        expect(splits).toHaveLength(folds)
        expect(ascending(splits.flatMap((split) => split.test))).toEqual(everyRow(rows))
        for (const { train, test: tested } of splits) {
          expect(ascending([...train, ...tested])).toEqual(everyRow(rows))
        }
        const sizes = splits.map((split) => split.test.length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('the seed decides, and another seed decides otherwise', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const splits = shuffledFolds(100, { folds: 5, seed })
        expect(shuffledFolds(100, { folds: 5, seed })).toEqual(splits)
        expect(shuffledFolds(100, { folds: 5, seed: seed + 1 })).not.toEqual(splits)
      }),
    )
  })

  test.each([
    [3, { folds: 4 }, /rows: not a number of rows .* at least 4, got 3/],
    [9, { folds: 1 }, /folds: too small .* got 1/],
    [9, { folds: 3, fold: 3 }, /unknown option 'fold'.*'folds'/],
  ])('%j with %j is an error that helps', (rows, options, message) => {
    expect(() => shuffledFolds(rows, options)).toThrow(message)
  })
})
