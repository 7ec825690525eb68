import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { iris, pickRows, stratifiedFolds, stratifiedSplit } from '../index.js'

const seeds = fc.nat({ max: 2 ** 31 })

/** Labels of one to five classes, each of at least `least` rows, mixed. */
const labelsOf = (least: number) =>
  fc
    .array(fc.integer({ min: least, max: least + 30 }), { minLength: 1, maxLength: 5 })
    .chain((counts) => {
      const labels = counts.flatMap((count, label) => new Array<number>(count).fill(label))
      return fc.shuffledSubarray(labels, { minLength: labels.length })
    })

const countOf = (labels: readonly number[], rows: readonly number[], label: number) =>
  rows.filter((row) => labels[row] === label).length

const everyRow = (labels: readonly number[]) => labels.map((_, row) => row)
const ascending = (rows: readonly number[]) => rows.toSorted((a, b) => a - b)

describe('stratifiedSplit', () => {
  const shares = fc.double({ min: 0.01, max: 0.99, noNaN: true })

  test('gives every row to exactly one part', () => {
    fc.assert(
      fc.property(labelsOf(2), shares, seeds, (labels, testShare, seed) => {
        const { train, test: tested } = stratifiedSplit(labels, { testShare, seed })
        expect(ascending([...train, ...tested])).toEqual(everyRow(labels))
        expect([train, tested]).toEqual([ascending(train), ascending(tested)])
      }),
    )
  })

  test('takes the share of each class, to the nearest row, and at least one', () => {
    fc.assert(
      fc.property(labelsOf(2), shares, seeds, (labels, testShare, seed) => {
        const { train, test: tested } = stratifiedSplit(labels, { testShare, seed })
        for (const label of new Set(labels)) {
          const count = countOf(labels, tested, label)
          const rest = countOf(labels, train, label)
          expect(Math.min(count, rest)).toBeGreaterThanOrEqual(1)
          const miss = Math.abs(count - (count + rest) * testShare)
          if (count > 1 && rest > 1) expect(miss).toBeLessThanOrEqual(0.5 + 1e-9)
        }
      }),
    )
  })

  test('the seed decides, and another seed decides otherwise', () => {
    const { y } = iris()
    fc.assert(
      fc.property(seeds, (seed) => {
        const split = stratifiedSplit(y, { testShare: 0.2, seed })
        expect(stratifiedSplit(y, { testShare: 0.2, seed })).toEqual(split)
        expect(stratifiedSplit(y, { testShare: 0.2, seed: seed + 1 })).not.toEqual(split)
        expect(split.test).toHaveLength(30)
      }),
    )
  })

  test('every row of a class is about equally often a test row', () => {
    const labels = new Array<number>(10).fill(0)
    const times = labels.map(() => 0)
    for (let seed = 0; seed < 2000; seed++) {
      for (const row of stratifiedSplit(labels, { testShare: 0.3, seed }).test) times[row]!++
    }
    // 600 expected; five standard deviations of a binomial count are 102.
    for (const count of times) expect(Math.abs(count - 600)).toBeLessThan(102)
  })

  test.each([
    [[0, 0, 1], { testShare: 0.2 }, /class 1: too few rows \(expected at least 2, got 1\)/],
    [[], { testShare: 0.2 }, /there are no rows/],
    [[0, 0.5], { testShare: 0.2 }, /labels\[1\]: not a class .* got 0.5/],
    [[0, 0], { testShare: 1 }, /testShare: not a share .* got 1/],
    [[0, 0], { testShare: Number.NaN }, /testShare: not a share .* got NaN/],
    [[0, 0], { testShare: 0.5, seed: -1 }, /seed: not a seed .* got -1/],
    [[0, 0], { testShare: 0.5, sed: 1 }, /unknown option 'sed'.*'seed'/],
  ])('%j with %j is an error that helps', (labels, options, message) => {
    expect(() => stratifiedSplit(labels, options)).toThrow(message)
  })
})

describe('stratifiedFolds', () => {
  const cases = fc
    .integer({ min: 2, max: 7 })
    .chain((folds) => fc.tuple(labelsOf(folds), fc.constant(folds), seeds))

  test('tests every row exactly once and trains on all others', () => {
    fc.assert(
      fc.property(cases, ([labels, folds, seed]) => {
        const splits = stratifiedFolds(labels, { folds, seed })
        expect(splits).toHaveLength(folds)
        expect(ascending(splits.flatMap((split) => split.test))).toEqual(everyRow(labels))
        for (const { train, test: tested } of splits) {
          expect(ascending([...train, ...tested])).toEqual(everyRow(labels))
        }
      }),
    )
  })

  test('the folds differ by at most one row, in each class and in all', () => {
    fc.assert(
      fc.property(cases, ([labels, folds, seed]) => {
        const splits = stratifiedFolds(labels, { folds, seed })
        const spread = (sizes: number[]) => Math.max(...sizes) - Math.min(...sizes)
        expect(spread(splits.map((split) => split.test.length))).toBeLessThanOrEqual(1)
        for (const label of new Set(labels)) {
          const sizes = splits.map((split) => countOf(labels, split.test, label))
          expect(spread(sizes)).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  test('the seed decides, and another seed decides otherwise', () => {
    const { y } = iris()
    fc.assert(
      fc.property(seeds, (seed) => {
        const splits = stratifiedFolds(y, { folds: 5, seed })
        expect(stratifiedFolds(y, { folds: 5, seed })).toEqual(splits)
        expect(stratifiedFolds(y, { folds: 5, seed: seed + 1 })).not.toEqual(splits)
      }),
    )
  })

  test.each([
    [[0, 0, 1], { folds: 2 }, /class 1: too few rows \(expected at least 2, got 1\)/],
    [[0, 0], { folds: 1 }, /folds: too small .* got 1/],
    [[0, 0], { folds: 2.5 }, /folds: wrong type .* got 2.5/],
    [[0, 0], { folds: 2, fold: 3 }, /unknown option 'fold'.*'folds'/],
  ])('%j with %j is an error that helps', (labels, options, message) => {
    expect(() => stratifiedFolds(labels, options)).toThrow(message)
  })
})

describe('pickRows', () => {
  test('keeps rows and targets together, and everything else', () => {
    const data = iris()
    const picked = pickRows(data, [149, 0])
    expect(picked.x).toEqual([data.x[149], data.x[0]])
    expect(picked.y).toEqual([2, 0])
    expect(picked.classNames).toEqual(data.classNames)
  })

  test.each([-1, 150, 0.5])('row %d is an error that helps', (row) => {
    expect(() => pickRows(iris(), [0, row])).toThrow(
      /indices\[1\]: there is no such row .* 0 to 149/,
    )
  })
})
