import { dense, interpreter, sequential, standardDeviation, wilson } from '@parallax-ml/core'
import type { LinesFigure, TableFigure } from '@parallax-ml/report'
import { describe, expect, test } from 'vitest'
import type { Bench } from '../bench/bench.js'
import type { TracePoint } from '../bench/trace.js'
import { diagnose } from '../diagnose.js'
import type { Planted } from '../planted/planted-fault.js'
import { classifier, near, relu, tanh } from '../planted/recipes.js'
import { clouds, sums } from '../planted/rows.js'
import { wrongBackend } from '../planted/wrong-backend.js'
import type { LabelledRows } from '../subject.js'
import { answering, benchWith, subjectWith } from '../testing/benches.js'
import { deadUnits } from './dead-units.js'
import { divergence } from './divergence.js'
import { oneBatch } from './one-batch.js'
import { seedLottery } from './seed-lottery.js'
import { stuckAtChance } from './stuck-at-chance.js'

const check = async (id: string, { recipe, data, options }: Planted) =>
  (await diagnose(recipe, data, { backend: interpreter, ...options, checks: [id] })).findings[0]!

const rows = clouds(1, 40, near)
const subject = subjectWith({ train: rows })

const placeOf = (row: readonly number[], all: LabelledRows['x']): number =>
  all.findIndex(([first]) => first === row[0])

/** A run with that loss after each epoch. */
const runWith = (loss: readonly number[], reason = 'epochs'): Pick<Bench, 'run'> => ({
  run: async () => answering(() => [1, 0], { history: { loss }, stopped: { reason } }),
})
const traceWith = (...points: Partial<TracePoint>[]): Pick<Bench, 'trace'> => ({
  trace: async () =>
    points.map((point, epoch) => ({ epoch, loss: 1, norms: { a: 1 }, silent: {}, ...point })),
})

describe('initial-loss', () => {
  test('is ln K for outputs that begin at 0, before anything is learned', async () => {
    const flat = classifier(clouds(1, 60, near), [], { learningRate: 1 })
    const spec = sequential({
      inputShape: [2],
      layers: [dense({ units: 2, activation: 'softmax', kernelInitializer: 'zeros' })],
    })
    const { value } = await check('initial-loss', { ...flat, recipe: { ...flat.recipe, spec } })
    expect(value).toBeCloseTo(0, 5)
  })
})

describe('one-batch', () => {
  test('takes both classes of rows that are sorted by class', async () => {
    const order = [...rows.y.keys()].sort((a, b) => rows.y[a]! - rows.y[b]!)
    const sorted = { x: order.map((row) => rows.x[row]!), y: order.map((row) => rows.y[row]!) }
    const { severity, n } = await check('one-batch', classifier(sorted, [relu(16)]))
    expect({ severity, n }).toEqual({ severity: 'ok', n: 8 })
  })

  test('is learned whole and alone, whatever the recipe does with many rows', async () => {
    let asked: unknown
    const train: Bench['train'] = async (change) => {
      asked = change
      return answering(() => [1, 0], { history: { loss: [1, 0.5] } })
    }
    await oneBatch.assess(benchWith(subject, { train }))
    expect(asked).toEqual({
      earlyStopping: undefined,
      noise: undefined,
      ensemble: undefined,
      temperature: undefined,
      epochs: 500,
      batchSize: 8,
    })
    expect(Object.keys(asked as object)).toContain('earlyStopping')
  })
})

describe('divergence', () => {
  const assess = (bench: Partial<Bench>) => divergence.assess(benchWith(subject, bench))

  test('sees a loss that climbs and comes back', async () => {
    const found = await assess({ ...runWith([1, 7, 1]), ...traceWith({}) })
    expect(found).toMatchObject({ severity: 'problem', value: 7 })
    expect(found.text).toContain('It was highest in epoch 2')
  })

  test('believes that training ended in numbers that are not finite', async () => {
    const found = await assess({ ...runWith([1, 0.9], 'nonFiniteLoss'), ...traceWith({}) })
    expect(found).toMatchObject({ severity: 'problem' })
  })

  test('minds gradients that leap, not those that shrink', async () => {
    const norms = (...all: number[]) => traceWith(...all.map((a) => ({ norms: { a } })))
    const shrinking = await assess({ ...runWith([1, 0.5]), ...norms(1e4, 1, 1, 0.5) })
    const leaping = await assess({ ...runWith([1, 0.5]), ...norms(1, 1, 1e4, 0.5) })
    expect([shrinking.severity, leaping.severity]).toEqual(['ok', 'warn'])
  })
})

describe('dead-units', () => {
  const assess = (...points: Partial<TracePoint>[]) =>
    deadUnits.assess(benchWith(subject, traceWith(...points)))
  const norms = { first: 1e-6, last: 1 }

  test('are those that are silent at the end', async () => {
    const woken = { silent: { first: 0 }, norms: { first: 1, last: 1 } }
    const [dying, waking] = [{ ...woken, silent: { first: 0.6 } }, woken]
    expect(await assess(waking, dying)).toMatchObject({ severity: 'problem', value: 0.6 })
    expect(await assess(dying, waking)).toMatchObject({ severity: 'ok' })
  })

  test('a gradient vanishes on its way to the first layer', async () => {
    expect(await assess({ norms })).toMatchObject({ severity: 'problem', value: 1e-6 })
    const grown = await assess({ norms: { first: 1, last: 1e-6 } })
    expect(grown).toMatchObject({ severity: 'ok' })
  })

  test('units that are silent explain a gradient that does not arrive', async () => {
    const found = await assess({ norms, silent: { first: 0.9 } })
    expect(found).toMatchObject({ title: 'Units of first are dead', value: 0.9 })
  })
})

describe('stuck-at-chance', () => {
  const y = rows.y.map((_, row) => Number(row % 10 === 0))
  const rare = subjectWith({ train: { x: rows.x, y } })
  const entropy = -(0.1 * Math.log(0.1) + 0.9 * Math.log(0.9))

  test('chance is always saying the most frequent class', async () => {
    const found = await stuckAtChance.assess(benchWith(rare, runWith([entropy, entropy])))
    expect(found).toMatchObject({ severity: 'problem', value: 0.9, threshold: 0.9 })
  })

  test('who answers better is not stuck, however high the loss', async () => {
    const run = async () =>
      answering((row) => (y[placeOf(row, rows.x)] === 1 ? [0, 1] : [1, 0]), {
        history: { loss: [5, 5] },
      })
    expect(await stuckAtChance.assess(benchWith(rare, { run }))).toMatchObject({ severity: 'ok' })
  })
})

describe('fragility', () => {
  test('may fall as far as so few rows let it, and under attack it falls', async () => {
    const few = classifier(clouds(2, 40, near), [tanh(4)])
    const { threshold, evidence } = await check('fragility', few)
    const [, attacked] = (evidence[0] as LinesFigure).series
    const shares = attacked!.points.map(([, share]) => share)
    const bound = shares[0]! - wilson(Math.round(40 * shares[0]!), 40).low
    expect(bound).toBeGreaterThan(0.05)
    expect(threshold).toBeCloseTo(Math.max(0.01, bound), 12)
    expect(shares.at(-1)).toBeLessThan(shares[0]!)
  })

  test('is in standard deviations of each feature', async () => {
    const wide = clouds(2, 100, [[-3, -3], [3, 3]]) // biome-ignore format: a table
    const small = { x: wide.x.map((row) => row.map((value) => value / 1000)), y: wide.y }
    const { recipe, data } = classifier(small, [])
    const spec = sequential({
      inputShape: [2],
      layers: [dense({ units: 2, activation: 'softmax' })],
    })
    const scaled = { ...recipe, spec, optimizer: { name: 'adam', learningRate: 10 } as const }
    const found = await check('fragility', { recipe: scaled, data })
    expect(found).toMatchObject({ severity: 'ok' })
    expect(found.value).toBeLessThan(0.01)
  })
})

describe('seed-lottery', () => {
  /** A bench whose networks answer as many of the rows left out rightly as a test says of a seed. */
  const lottery = (rightOf: (seed: number) => number, of: LabelledRows = rows) => {
    const bench = benchWith(subjectWith({ train: of }))
    const judged = bench.splits[0]!.test.map((row) => of.x[row]!)
    const train: Bench['train'] = async (_, __, seed = 0) =>
      answering((row) => {
        const label = of.y[placeOf(row, of.x)]!
        const place = placeOf(row, judged)
        const isRight = place < 0 || place < rightOf(seed)
        return isRight === (label === 1) ? [0, 1] : [1, 0]
      })
    return seedLottery.assess({ ...bench, train })
  }

  test('judges eight seeds by the rows left out', async () => {
    // Of eight rows left out.
    const shares = [3, 4, 5, 6, 7, 8, 3, 4].map((hits) => hits / 8)
    const found = await lottery((seed) => shares[seed - 3]! * 8)
    const deviation = standardDeviation(shares)
    expect(found).toMatchObject({ severity: 'problem', value: deviation, n: 8 })
    // SciPy 1.17.1: chi2.ppf([0.025, 0.975], 7) = 1.68987, 16.01276.
    expect(found.interval!.low).toBeCloseTo(deviation * Math.sqrt(7 / 16.01276), 6)
    expect(found.interval!.high).toBeCloseTo(deviation * Math.sqrt(7 / 1.68987), 6)
  })

  test('one row of eight is no lottery', async () => {
    expect((await lottery((seed) => 7 + (seed % 2))).severity).toBe('ok')
  })
})

describe('backend-mismatch', () => {
  const still = { optimizer: { name: 'sgd', learningRate: 1e-30 } as const, epochs: 1 }

  test('rows on a border between classes may fall on either side', async () => {
    // All rows are 0 and so are the biases, so that tanh gives 0 and classes are equally likely.
    const zeros = { x: rows.x.map(() => [0, 0]), y: rows.y.map((_, row) => row % 4) }
    const { recipe, data } = classifier(zeros, [tanh(8)])
    for (const seed of [0, 1, 2]) {
      const [found] = (
        await diagnose({ ...recipe, ...still }, data, {
          backend: interpreter,
          seed,
          backends: [wrongBackend('tanh', 'sigmoid')],
          checks: ['backend-mismatch'],
        })
      ).findings
      expect(found!.severity).toBe('problem')
      expect((found!.evidence[0] as TableFigure).rows[0]![2]).toBe('0')
    }
  })

  test('what is no number agrees with nothing', async () => {
    const spec = sequential({
      inputShape: [2],
      layers: [dense({ units: 8, activation: 'tanh' }), dense({ units: 1 })],
    })
    const found = await check('backend-mismatch', {
      recipe: { spec, loss: 'meanSquaredError', ...still },
      data: { train: sums(1, 20, [1, 1]) },
      options: { backends: [wrongBackend('tanh', 'sqrt' as never)] },
    })
    expect(found).toMatchObject({ severity: 'problem', value: Number.MAX_VALUE })
  })
})
