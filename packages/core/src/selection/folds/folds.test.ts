import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { divideTraining } from './divide-rows.js'
import { groupedFolds } from './grouped-folds.js'
import { shuffledFolds } from './shuffled-folds.js'
import type { Split } from './split.js'
import { stratifiedFolds } from './stratified-folds.js'

const ascending = (rows: readonly number[]) => rows.toSorted((a, b) => a - b)
const everyRow = (rows: number) => Array.from({ length: rows }, (_, row) => row)

// Sizes of the test parts of scikit-learn 1.7's KFold.
test.each([
  [10, 3, [3, 3, 4]],
  [11, 4, [2, 3, 3, 3]],
  [7, 7, [1, 1, 1, 1, 1, 1, 1]],
])('%d rows in %d folds have the sizes that scikit-learn gives them', (rows, folds, sizes) => {
  const splits = shuffledFolds(rows, { folds, seed: 3 })
  expect(ascending(splits.map((split) => split.test.length))).toEqual(sizes)
})

// Rows of each class in the test parts of scikit-learn 1.7's StratifiedKFold(4).
test('stratified folds have the rows of each class that scikit-learn gives them', () => {
  const labels = [7, 5, 9].flatMap((count, label) => new Array<number>(count).fill(label))
  const splits = stratifiedFolds(labels, { folds: 4, seed: 3 })
  const counts = [0, 1, 2].map((label) =>
    ascending(splits.map((split) => split.test.filter((row) => labels[row] === label).length)),
  )
  expect(counts).toEqual([
    [1, 2, 2, 2],
    [1, 1, 1, 2],
    [2, 2, 2, 3],
  ])
})

describe('groupedFolds', () => {
  const cases = fc
    .integer({ min: 2, max: 5 })
    .chain((folds) =>
      fc.tuple(
        fc.constant(folds),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: folds, maxLength: 12 }),
        fc.nat({ max: 2 ** 31 }),
      ),
    )

  test('tests every row once, no group on both sides, within the largest group of each other', () => {
    fc.assert(
      fc.property(cases, ([folds, sizes, seed]) => {
        const groups = sizes.flatMap((size, i) => new Array<string>(size).fill(`group ${i}`))
        const splits = groupedFolds(groups, { folds, seed })
        expect(ascending(splits.flatMap((split) => split.test))).toEqual(everyRow(groups.length))
        for (const { train, test: tested } of splits) {
          expect(ascending([...train, ...tested])).toEqual(everyRow(groups.length))
          const trained = new Set(train.map((row) => groups[row]))
          expect(tested.filter((row) => trained.has(groups[row]!))).toEqual([])
        }
        const counts = splits.map((split) => split.test.length)
        expect(Math.min(...counts)).toBeGreaterThan(0)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(Math.max(...sizes))
      }),
    )
  })

  test('the seed decides', () => {
    const groups = everyRow(60).map((row) => row % 20)
    expect(groupedFolds(groups, { folds: 4, seed: 1 })).toEqual(
      groupedFolds(groups, { folds: 4, seed: 1 }),
    )
    expect(groupedFolds(groups, { folds: 4, seed: 1 })).not.toEqual(
      groupedFolds(groups, { folds: 4, seed: 2 }),
    )
  })
})

test('training rows are divided once more in the same way, test rows left alone', () => {
  const groups = everyRow(60).map((row) => row % 12)
  const [split] = groupedFolds(groups, { folds: 3, seed: 5 }) as [Split]
  const inner = divideTraining(split, { rows: 60, groups }, 4, 9)
  expect(ascending([...inner.train, ...inner.test])).toEqual(split.train)
  const trained = new Set(inner.train.map((row) => groups[row]))
  expect(inner.test.length).toBe(10)
  expect(inner.test.filter((row) => trained.has(groups[row]!))).toEqual([])
  const classes = groups.map((group) => group % 2)
  for (let seed = 0; seed < 20; seed++) {
    const even = divideTraining(split, { rows: 60, classes }, 2, seed)
    const counts = [even.train, even.test].map((rows) => rows.filter((row) => classes[row]).length)
    expect(Math.abs(counts[0]! - counts[1]!)).toBeLessThanOrEqual(1)
  }
})
