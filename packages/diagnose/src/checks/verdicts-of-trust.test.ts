import type { TableFigure } from '@parallax-ml/report'
import { describe, expect, test } from 'vitest'
import type { Bench } from '../bench/bench.js'
import { near } from '../planted/recipes.js'
import { clouds, sums } from '../planted/rows.js'
import type { LabelledRows } from '../subject.js'
import {
  answering,
  answersFor,
  benchWith,
  foldAnswering,
  foldsWith,
  subjectWith,
} from '../testing/benches.js'
import { moreData } from './more-data.js'
import { oneFeature } from './one-feature.js'
import { overconfidence } from './overconfidence.js'
import { weakSlices } from './weak-slices.js'

const rows = clouds(1, 200, near)

describe('more-data', () => {
  const subject = subjectWith({ train: rows })

  /** A bench whose networks err as a test says of how many rows they learned, and of the fold. */
  const curve = async (errorOf: (size: number, fold: number) => number) => {
    const asked: { epochs: number | undefined; rows: LabelledRows; seed: number }[] = []
    const bench = benchWith(subject)
    const judged = bench.splits.map(({ test }) => test.map((row) => subject.train.x[row]![0]!))
    const train: Bench['train'] = async ({ epochs }, own, seed = 0) => {
      asked.push({ epochs, rows: own!, seed })
      return answering(([first]) => {
        const fold = judged.findIndex((values) => values.includes(first!))
        const row = subject.train.x.findIndex(([value]) => value === first)
        const place = judged[fold]!.indexOf(first!)
        const isRight = place >= Math.round(40 * errorOf(own!.y.length, fold))
        return isRight === (rows.y[row] === 1) ? [0, 1] : [1, 0]
      })
    }
    const scores = [0, 1, 2, 3, 4].map((fold) => 1 - errorOf(160, fold))
    const crossValidate = foldsWith(scores, scores)
    return { bench, asked, found: await moreData.assess({ ...bench, train, crossValidate }) }
  }

  test('learns parts of the rows of a fold, with as many steps as with all', async () => {
    const { bench, asked } = await curve(() => 0.2)
    expect(asked).toHaveLength(20)
    for (const { rows: own, epochs, seed } of asked) {
      const { train } = bench.splits[seed - 3]!
      const known = new Set(train.map((row) => subject.train.x[row]!.join()))
      expect(own.x.every((row) => known.has(row.join()))).toBe(true)
      // Of 160 rows an epoch of 32 has five steps, eight epochs 40.
      expect(epochs! * Math.ceil(own.y.length / 32)).toBeGreaterThanOrEqual(40)
    }
    expect(asked.map(({ rows: own }) => own.y.length).slice(0, 20)).toEqual(
      [20, 34, 56, 96].flatMap((size) => new Array(5).fill(size)),
    )
  })

  test('promises what a falling curve does, also where folds differ in difficulty', async () => {
    const falling = (size: number, fold: number) => 0.05 * fold + 4 / size
    const { found } = await curve(falling)
    expect(found.severity).toBe('warn')
    expect(found.value).toBeCloseTo(4 / 160 / 2, 2)
    expect(found.interval!.high - found.interval!.low).toBeLessThan(0.03)
  })

  test('promises nothing for a curve that folds leave open', async () => {
    const { found } = await curve(
      (size, fold) => 0.1 + 8 / size + 0.06 * Math.sin(3 * size * (fold + 1)),
    )
    expect(found.value).toBeGreaterThan(0.01)
    expect(found.severity).not.toBe('warn')
  })
})

describe('overconfidence', () => {
  const assess = (right: number, sure: number, count: number) => {
    const own = { x: rows.x.slice(0, count), y: rows.y.slice(0, count) }
    const answers = answersFor(own.y, (row) => row % 10 < right, () => sure) // biome-ignore format: a line
    const subject = subjectWith({ train: own })
    return overconfidence.assess(benchWith(subject, { crossValidate: foldAnswering(answers) }))
  }

  test('of few rows an error by chance is no fault', async () => {
    // 7 of 10 right, said with 0.8: of 40 rows 0.1 may be chance, of 200 it is not.
    const [few, many] = [await assess(7, 0.8, 40), await assess(7, 0.8, 200)]
    expect(few.value).toBeCloseTo(0.1, 9)
    expect([few.severity, many.severity]).toEqual(['ok', 'problem'])
    expect(many.title).toBe('It is surer than it should be')
  })

  test('says when a network is not sure enough', async () => {
    const found = await assess(9, 0.7, 200)
    expect(found).toMatchObject({ severity: 'warn', title: 'It is less sure than it could be' })
  })
})

describe('weak-slices', () => {
  const six = clouds(9, 200, [new Array(6).fill(0), new Array(6).fill(0)])
  const two = { x: six.x.map((row) => row.slice(0, 2)), y: six.y }
  const assess = (train: LabelledRows, isRight: (row: number) => boolean) => {
    const crossValidate = foldAnswering(answersFor(train.y, isRight))
    return weakSlices.assess(benchWith(subjectWith({ train }), { crossValidate }))
  }
  const low = (row: number) => six.x[row]![0]! < -0.5

  test('are surely weak, and weak enough', async () => {
    const found = await assess(two, (row) => !low(row) || row % 2 === 0)
    expect(found).toMatchObject({ severity: 'warn' })
    expect(found.title).toMatch(/x0 </)
    // A fifth below all rows is what matters; here it is less, though surely no chance.
    const slightly = await assess(two, (row) => !low(row) || row % 6 !== 0)
    const { share } = (slightly.evidence[0] as TableFigure).rows[0]![2] as { share: number }
    expect(slightly.interval!.high).toBeLessThan(slightly.threshold! / 0.8)
    expect(share).toBeGreaterThan(slightly.threshold!)
    expect(slightly.severity).toBe('ok')
  })

  test('one of many slices is weak by chance', async () => {
    // A fifth of the rows is answered wrongly, whatever they have in common.
    const isRight = (row: number) => Math.abs(Math.sin(12.9898 * row)) > 0.3
    const found = await assess(six, isRight)
    expect(found.severity).toBe('ok')
    const overall = [...six.y.keys()].filter(isRight).length / 200
    const [table] = found.evidence as TableFigure[]
    const shares = table!.rows.map(([, , share]) => (share as { share: number }).share)
    expect(Math.min(...shares)).toBeLessThan(0.8 * overall)
  })

  test('of numbers, the largest tenth of the errors is badly answered', async () => {
    const { x, y } = sums(2, 100, [1, 1])
    const subject = subjectWith({ train: { x, y } }, 'meanSquaredError')
    // Wrong by 5 where the first feature is large.
    const answers = y.map((target, row) => [target + (x[row]![0]! > 1.2 ? 5 : 0.1)])
    const crossValidate = foldAnswering(answers)
    const found = await weakSlices.assess(benchWith(subject, { crossValidate }))
    const wrong = x.filter(([first]) => first! > 1.2).length
    expect(wrong).toBeLessThanOrEqual(20)
    expect(found.text).toMatch(/On rows left out (8|9)\d\.\d % are answered well/)
    expect(found.title).toMatch(/x0 >/)
  })
})

test('one-feature counts no feature that does harm', async () => {
  const { x } = sums(3, 100, [1, 1, 1])
  // The answer takes the second feature with the wrong sign: dealt out anew, it is better.
  const y = x.map(([a, b]) => a! - 0.3 * b!)
  const subject = subjectWith({ train: { x, y } }, 'meanSquaredError')
  const run = async () => answering(([a, b]) => [a! + 0.3 * b!])
  const found = await oneFeature.assess(benchWith(subject, { run }))
  expect(found.value).toBe(1)
  expect(found.title).toContain('x0')
})
