import type { IntervalsFigure } from '@parallax-ml/report'
import { describe, expect, test } from 'vitest'
import type { Bench } from '../bench/bench.js'
import { near } from '../planted/recipes.js'
import { clouds } from '../planted/rows.js'
import { chiSquaredTest } from '../statistics/chi-squared.js'
import type { LabelledRows } from '../subject.js'
import {
  answering,
  answersFor,
  benchWith,
  foldAnswering,
  foldsWith,
  subjectWith,
} from '../testing/benches.js'
import { classImbalance } from './class-imbalance.js'
import { conflictingLabels } from './conflicting-labels.js'
import { coverage } from './coverage.js'
import { duplicates } from './duplicates.js'
import { labelNoise } from './label-noise.js'
import { redundancy } from './redundancy.js'
import { shift } from './shift.js'
import { targetLeak } from './target-leak.js'

const rows = clouds(1, 200, near)
const none = clouds(5, 200, [[0, 0]])

describe('duplicates', () => {
  test('of the test rows alone are no leak; every copy in training counts', async () => {
    const train = { x: [...rows.x, rows.x[0]!, rows.x[0]!, rows.x[0]!], y: [...rows.y, 0, 0, 0] }
    const { x, y } = clouds(2, 30, near)
    const test = { x: [...x, x[0]!], y: [...y, y[0]!] }
    const found = await duplicates.assess(benchWith(subjectWith({ train, test })))
    expect(found.severity).toBe('info')
    expect(found.text).toContain('3 of 203 training rows are copies of others')
    expect(found.text).toContain('0 of 31 rows of the test set are in the training set')
  })
})

test('conflicting-labels tells how many rows are lost whatever is learned', async () => {
  const x = [[1], [1], [1], [2], [2], ...Array.from({ length: 35 }, (_, i) => [10 + i])]
  const y = x.map((_, row) => Number(row === 1))
  const found = await conflictingLabels.assess(benchWith(subjectWith({ train: { x, y } })))
  // Of three equal rows the one of the other label.
  expect(found).toMatchObject({ severity: 'warn', value: 3 / 40 })
  expect(found.text).toContain('1 of them are answered wrongly')
})

describe('label-noise', () => {
  const assess = (isRight: (row: number) => boolean, sure: (row: number) => number) => {
    const answers = answersFor(rows.y, isRight, sure)
    const subject = subjectWith({ train: rows })
    return labelNoise.assess(benchWith(subject, { crossValidate: foldAnswering(answers) }))
  }

  test('minds mistakes where the network is sure, not where it doubts', async () => {
    // A tenth of all rows is wrong, among the surer half or among the other.
    const sure = (row: number) => (row < 100 ? 0.91 : 0.9)
    const far = await assess((row) => row >= 20, sure)
    const close = await assess((row) => row < 180, sure)
    expect(far.statistic).toContain('surest half')
    expect(far).toMatchObject({ severity: 'warn', value: 0.2, n: 100 })
    expect(close.severity).toBe('info')
  })

  test('leaves a few mistakes to chance', async () => {
    // Five of a hundred are more than 3 %, but Wilson's interval begins at 2 %.
    const found = await assess((row) => row % 20 !== 0, () => 0.9) // biome-ignore format: a line
    expect(found.severity).toBe('info')
  })
})

describe('target-leak', () => {
  const assess = (train: LabelledRows, score: number) => {
    const left = new Array<number>(5).fill(score)
    const subject = subjectWith({ train })
    return targetLeak.assess(benchWith(subject, { crossValidate: foldsWith(left, left) }))
  }

  test('the most frequent class is known without a leak', async () => {
    const y = none.y.map((_, row) => Number(row % 12 === 0))
    const found = await assess({ x: none.x, y }, 0.92)
    expect(found.severity).toBe('ok')
    expect(found.value).toBeLessThan(0.3)
  })

  test('without the feature the network sees it nowhere', async () => {
    const y = none.x.map(([value]) => Number(value! > 0))
    const subject = subjectWith({ train: { x: none.x.map(([a, b]) => [b!, a!]), y } })
    const left = new Array<number>(5).fill(1)
    const seen: number[][] = []
    const train: Bench['train'] = async (_, own) => {
      seen.push(...own!.x.map((row) => [...row]))
      return answering((row) => {
        seen.push([...row])
        return [1, 0]
      })
    }
    const bench = benchWith(subject, { crossValidate: foldsWith(left, left), train })
    expect((await targetLeak.assess(bench)).title).toBe('x1 alone gives the answer away')
    // Five folds of 160 rows to learn and 40 to answer.
    expect(seen).toHaveLength(5 * 200)
    expect(seen.every(([other, leaked]) => leaked === 0 && other !== 0)).toBe(true)
  })

  test('a feature that is surely worse than the network is none', async () => {
    // The first feature tells nine of ten.
    const y = none.x.map(([value], row) => Number(value! > 0 === row % 12 > 0))
    const apart = { x: none.x.map(([a, b]) => [a! + Math.sign(a!), b!]), y }
    expect((await assess(apart, 0.92)).severity).toBe('warn')
    expect((await assess(apart, 1)).severity).toBe('ok')
  })
})

describe('class-imbalance', () => {
  const y = Array.from({ length: 200 }, (_, row) => (row % 50 === 0 ? 2 : row % 2))
  const assess = (isRight: (row: number) => boolean) => {
    const answers = answersFor(y, isRight, undefined, 3)
    const subject = subjectWith({ train: { x: rows.x, y } })
    return classImbalance.assess(benchWith(subject, { crossValidate: foldAnswering(answers) }))
  }

  test('a rare class is passed over if its recall lies surely below the accuracy', async () => {
    const passed = await assess((row) => y[row] !== 2)
    expect(passed).toMatchObject({ severity: 'problem', value: (3 * 4) / 200 })
    const figure = passed.evidence[0] as IntervalsFigure
    expect(figure.rows.map(({ value, text }) => [value, text])).toEqual([
      [1, '96 of 96'],
      [1, '100 of 100'],
      [0, '0 of 4'],
    ])
    // One of four wrong may be chance.
    expect((await assess((row) => row % 9 !== 0)).severity).toBe('info')
  })
})

describe('shift', () => {
  const assess = (train: LabelledRows, test: LabelledRows) =>
    shift.assess(benchWith(subjectWith({ train, test })))
  const wide = (seed: number, count: number, features: number, by = 0): LabelledRows => {
    const { x, y } = clouds(seed, count, [new Array(features).fill(0), new Array(features).fill(0)])
    return { x: x.map((row) => row.map((value) => value + by)), y }
  }

  test('is not seen in one of many features by chance, nor in a small one of many rows', async () => {
    // With 40 features and 25 rows a side some are apart by more than 0.2, and below 0.05.
    expect((await assess(wide(3, 25, 40), wide(4, 25, 40))).severity).not.toBe('problem')
    // 3000 rows moved by 0.2 deviations are surely apart, by 0.08.
    const small = await assess(wide(5, 3000, 1), wide(6, 3000, 1, 0.2))
    expect(small.text).toContain('0 of 2 features and targets differ')
    expect(small.text).toMatch(/most does x0, by 0\.073 \(Kolmogorov–Smirnov, p = 4\.5e-7/)
  })

  test("of categories is by Cramér's V without what chance adds", async () => {
    const categories = (seed: number) => {
      const { x, y } = clouds(seed, 40, [[0], [0]])
      return { x: x.map(([value]) => [Math.max(-4, Math.min(4, Math.round(2 * value!)))]), y }
    }
    const [a, b] = [categories(1), categories(2)]
    const { evidence } = await assess(a, b)
    const values = [...new Set([...a.x, ...b.x].map(([value]) => value!))]
    const table = [a, b].map(({ x }) =>
      values.map((value) => x.filter(([own]) => own === value).length),
    )
    const { cramersV, cramersVCorrected } = chiSquaredTest(table)
    expect(cramersV - cramersVCorrected).toBeGreaterThan(0.05)
    const row = (evidence[0] as IntervalsFigure).rows.find(({ label }) => label === 'x0')!
    expect(row.value).toBeCloseTo(cramersVCorrected, 12)
  })
})

describe('coverage', () => {
  const assess = (test: LabelledRows) =>
    coverage.assess(benchWith(subjectWith({ train: rows, test })))
  const { x, y } = clouds(7, 40, near)

  test('is asked about rows far away, on the scale of the training rows', async () => {
    const far = { x: x.map(([a, b]) => [a! + 100, b!]), y }
    expect(await assess(far)).toMatchObject({ severity: 'problem', value: 1 })
  })

  test('leaves to chance what chance explains', async () => {
    const few = { x: x.slice(0, 20).map((row, i) => (i < 3 ? [50, 50] : [0, 0.01 * i + row[0]! * 0]) as number[]), y: y.slice(0, 20) } // biome-ignore format: a line
    const { value, severity } = await assess(few)
    // Three of twenty are more than a tenth, and no surer than p = 0.08.
    expect({ value, severity }).toEqual({ value: 0.15, severity: 'ok' })
  })
})

test('redundancy gives the interval of a rank correlation', async () => {
  const x = rows.x.map(([a, b]) => [a!, a! + 0.3 * b!])
  const found = await redundancy.assess(benchWith(subjectWith({ train: { x, y: rows.y } })))
  const rho = found.value!
  const margin = 1.959964 * Math.sqrt((1 + rho ** 2 / 2) / 197)
  expect(found.interval!.low).toBeCloseTo(Math.tanh(Math.atanh(rho) - margin), 12)
  expect(found.interval!.high).toBeCloseTo(Math.tanh(Math.atanh(rho) + margin), 12)
})

test('redundancy joins features that a third one has in common', async () => {
  // Each of the outer ones goes with the middle one, but not so much with the other.
  const x = Array.from({ length: 200 }, (_, i) => {
    const [shared, own] = [Math.cos(i * i), 0.4 * Math.sin(3 * i * i)]
    return [shared + own, shared - own, shared]
  })
  const y = x.map((_, i) => i % 2)
  const assess = (features: number[]) =>
    redundancy.assess(
      benchWith(subjectWith({ train: { x: x.map((row) => features.map((f) => row[f]!)), y } })),
    )
  expect((await assess([0, 1])).severity).toBe('ok')
  const { text, evidence } = await assess([0, 1, 2])
  expect(text).toMatch(/These go together: \w+, \w+, \w+\. Each/)
  expect(evidence[0]).toMatchObject({ rowNames: { length: 3 } })
})
