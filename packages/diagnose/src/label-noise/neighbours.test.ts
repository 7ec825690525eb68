import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectClose } from '../testing/golden.js'
import { normalsOf } from '../testing/normals.js'
import { conflictingLabels } from './conflicting-labels.js'
import { findDuplicates, findLeaks, groupEqualRows } from './duplicates.js'
import { nearestAmong, nearestNeighbours } from './nearest-neighbours.js'
import { standardized, type Table } from './standardized.js'

const rowsOf = fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { minLength: 3, maxLength: 30 })

/** All distances from a row, by the definition. */
function sortedDistances(table: Table, row: number, others: Table, skip?: number): number[] {
  const at = ({ values, columns }: Table, r: number) => [
    ...values.slice(r * columns, (r + 1) * columns),
  ]
  return Array.from({ length: others.rows }, (_, other) => other)
    .filter((other) => other !== skip)
    .map((other) => Math.hypot(...at(table, row).map((x, c) => x - at(others, other)[c]!)))
    .sort((a, b) => a - b)
}

test('standardised columns have mean 0 and deviation 1; constant ones their distance', () => {
  const { values, columns } = standardized([
    [1, 5],
    [2, 5],
    [6, 5],
  ])
  expect(columns).toBe(2)
  const deviation = Math.sqrt(14 / 3)
  expectClose([...values], [-2 / deviation, 0, -1 / deviation, 0, 3 / deviation, 0])
  expect([...standardized([[1, 8]], [[1, 5]]).values]).toEqual([0, 3])
})

describe('neighbours', () => {
  test('are the nearest by the definition', () => {
    fc.assert(
      fc.property(rowsOf, rowsOf, fc.integer({ min: 1, max: 2 }), (rows, others, count) => {
        const [table, other] = [standardized(rows), standardized(others, rows)]
        const own = nearestNeighbours(table, count)
        const among = nearestAmong(table, other, count)
        for (let row = 0; row < rows.length; row++) {
          const at = ({ distances }: typeof own) => [
            ...distances.slice(row * count, (row + 1) * count),
          ]
          expectClose(at(own), sortedDistances(table, row, table, row).slice(0, count))
          expectClose(at(among), sortedDistances(table, row, other).slice(0, count))
          expect(own.indices.slice(row * count, (row + 1) * count)).not.toContain(row)
        }
      }),
    )
  })

  test('are more rows than there are: an error', () => {
    expect(() => nearestNeighbours(standardized([[1], [2]]), 2)).toThrow('at least 3, got 2')
  })
})

describe('duplicates', () => {
  const rows = normalsOf(200, 5, 1)

  test('there are none among continuous rows', () => {
    const { exact, near, radius } = findDuplicates(rows)
    expect([exact, near]).toEqual([[], []])
    expect(radius).toBeGreaterThan(0)
  })

  test('planted ones are found, whatever the scale of a column', () => {
    const nudged = rows[9]!.map((value) => value + 1e-3)
    const all = [...rows, rows[3]!, rows[3]!, nudged].map((row) => [row[0]! * 1e6, ...row.slice(1)])
    const { exact, near } = findDuplicates(all)
    expect(exact).toEqual([[3, 200, 201]])
    expect(near).toHaveLength(1)
    expect(near[0]).toMatchObject({ row: 9, other: 202 })
  })

  test('one row far from all others makes none near', () => {
    expect(findDuplicates([[0], [1], [2], [3], [1000]]).near).toEqual([])
  })

  test('between a training and a test set are leaks', () => {
    const test = [...normalsOf(50, 5, 2), rows[7]!, rows[8]!.map((value) => value - 1e-3)]
    const { exact, near } = findLeaks(rows, test)
    expect(exact).toEqual([{ row: 50, other: 7, distance: 0 }])
    expect(near).toHaveLength(1)
    expect(near[0]).toMatchObject({ row: 51, other: 8 })
  })

  test('groups hold every row once', () => {
    fc.assert(
      fc.property(rowsOf, (all) => {
        const groups = groupEqualRows(all)
        expect(groups.flat().sort((a, b) => a - b)).toEqual([...all.keys()])
        for (const group of groups) {
          for (const row of group) expect(all[row]).toEqual(all[group[0]!])
        }
      }),
    )
    expect(groupEqualRows([[0], [-0], [1]])).toEqual([[0, 1], [2]])
  })
})

test('conflicting labels', () => {
  const rows = [
    [1, 2],
    [3, 4],
    [1, 2],
    [3, 4],
    [5, 6],
  ]
  expect(conflictingLabels(rows, [0, 1, 1, 1, 0])).toEqual([{ rows: [0, 2], labels: [0, 1] }])
  expect(() => conflictingLabels(rows, [0])).toThrow('expected 5, got 1')
})
