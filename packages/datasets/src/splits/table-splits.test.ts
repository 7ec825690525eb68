import { describe, expect, test } from 'vitest'
import { parseCsv } from '../csv/parse-csv.js'
import { pickSource } from './pick-source.js'
import { repeatedFolds } from './repeated-folds.js'
import { shuffledSplit } from './shuffled-split.js'
import { splitTable } from './split-table.js'

const table = parseCsv(
  `id,kind,patient\n${Array.from({ length: 40 }, (_, i) => `${i},${i % 4 === 0 ? 'rare' : 'usual'},p${i % 8}`).join('\n')}`,
)
const column = (rows: typeof table.rows, i: number) => rows.map((row) => row[i])

describe('splitTable', () => {
  test('has every row on one side', () => {
    const { train, test: held } = splitTable(table, { testShare: 0.25, seed: 3 })
    expect(held.rows).toHaveLength(10)
    expect([...train.rows, ...held.rows].map(([id]) => Number(id)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, i) => i),
    )
    expect(held.lines).toEqual(held.rows.map(([id]) => Number(id) + 2))
  })

  test('spreads classes evenly', () => {
    const { test: held } = splitTable(table, { testShare: 0.2, stratify: 'kind', seed: 1 })
    expect(column(held.rows, 1).filter((kind) => kind === 'rare')).toHaveLength(2)
    expect(held.rows).toHaveLength(8)
  })

  test('keeps groups together', () => {
    const { train, test: held } = splitTable(table, { testShare: 0.25, group: 'patient' })
    const groups = new Set(column(train.rows, 2))
    expect(column(held.rows, 2).some((patient) => groups.has(patient))).toBe(false)
    expect(held.rows).toHaveLength(10)
  })

  test('takes the last rows', () => {
    const { test: held } = splitTable(table, { testShare: 0.1, ordered: true })
    expect(column(held.rows, 0)).toEqual(['36', '37', '38', '39'])
  })

  test('takes one way at a time', () => {
    const both = { testShare: 0.1, ordered: true, stratify: 'kind' }
    expect(() => splitTable(table, both)).toThrow(/only one of stratify, group and ordered/)
  })
})

test('shuffledSplit depends on the seed alone, and leaves a row to each side', () => {
  const at = (seed: number) => shuffledSplit(100, { testShare: 0.3, seed })
  expect(at(1)).toEqual(at(1))
  expect(at(1)).not.toEqual(at(2))
  expect(at(1).test).toHaveLength(30)
  expect(shuffledSplit(2, { testShare: 0.01 }).test).toHaveLength(1)
  expect(shuffledSplit(2, { testShare: 0.99 }).train).toHaveLength(1)
})

describe('repeatedFolds', () => {
  const labels = Array.from({ length: 30 }, (_, i) => i % 3)

  test('tests every row once in each repeat, anew each time', () => {
    const splits = repeatedFolds(labels, { folds: 5, repeats: 3, seed: 4 })
    expect(splits).toHaveLength(15)
    const rounds = [0, 1, 2].map((repeat) => splits.slice(5 * repeat, 5 * repeat + 5))
    for (const round of rounds) {
      const tested = round.flatMap((split) => split.test).sort((a, b) => a - b)
      expect(tested).toEqual(labels.map((_, i) => i))
      for (const { test: rows } of round) {
        expect(
          [0, 1, 2].map((label) => rows.filter((row) => labels[row] === label).length),
        ).toEqual([2, 2, 2])
      }
    }
    expect(rounds[0]).not.toEqual(rounds[1])
  })

  test('shares no division with other seeds, and does without classes', () => {
    const all = [0, 1, 2, 3].flatMap((seed) => repeatedFolds(40, { folds: 2, repeats: 3, seed }))
    const firsts = all.map(({ test: rows }) => rows.join())
    expect(new Set(firsts).size).toBe(24)
  })
})

test('pickSource takes rows of a source in their order', async () => {
  const source = {
    rows: 5,
    read: (indices: Int32Array) => ({ x: [...indices].map((i) => [10 * i]), y: [...indices] }),
  }
  const some = pickSource(source, [4, 0, 2])
  expect(some.rows).toBe(3)
  expect(await some.read(Int32Array.of(2, 0))).toEqual({ x: [[20], [40]], y: [2, 4] })
  expect(() => pickSource(source, [5])).toThrow(/there is no such row/)
})
