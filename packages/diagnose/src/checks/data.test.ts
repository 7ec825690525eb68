import { dense, interpreter, normals, randomKey, sequential } from '@parallax-ml/core'
import { reportHtml } from '@parallax-ml/report'
import { describe, expect, test } from 'vitest'
import { diagnose } from '../diagnose.js'
import { plantedFaults } from '../planted/index.js'
import type { Planted } from '../planted/planted-fault.js'
import { apart, classifier, near, tanh } from '../planted/recipes.js'
import { clouds, sums } from '../planted/rows.js'
import { joined, moved, part, withFeature, withFlips } from '../planted/spoiled.js'
import type { LabelledRows } from '../subject.js'

const check = async (id: string, { recipe, data, options }: Planted) =>
  (await diagnose(recipe, data, { backend: interpreter, repeats: 1, ...options, checks: [id] }))
    .findings[0]!

const regression = (train: LabelledRows, test?: LabelledRows): Planted => ({
  recipe: {
    spec: sequential({ inputShape: [train.x[0]!.length], layers: [dense({ units: 1 })] }),
    loss: 'meanSquaredError',
    optimizer: { name: 'adam', learningRate: 0.1 },
    epochs: 30,
  },
  data: { train, ...(test && { test }) },
})

const withTest = ({ recipe, data }: Planted, test: LabelledRows): Planted => ({
  recipe,
  data: { ...data, test },
})

const few = classifier(clouds(1, 12, near), [tanh(2)])

describe('say why there is nothing to say', () => {
  test.each([
    'more-data',
    'label-noise',
    'target-leak',
    'class-imbalance',
    'shift',
    'coverage',
    'redundancy',
    'overconfidence',
    'weak-slices',
    'one-feature',
    'untrustworthy-explanation',
  ])('%s of twelve rows of two features', async (id) => {
    const found = await check(id, few)
    expect(found.severity).toBe('not-assessable')
    expect(found.text).toMatch(/there are|With fewer than/)
  })

  test.each(['label-noise', 'conflicting-labels', 'class-imbalance', 'overconfidence'])(
    '%s of numbers',
    async (id) => {
      const found = await check(id, regression(sums(1, 60, [1, 2])))
      expect(found).toMatchObject({ severity: 'not-assessable' })
      expect(found.text).toContain('numbers, not classes')
    },
  )
})

describe('of numbers instead of classes', () => {
  const rows = sums(3, 100, [2, -1, 0.5, 0])
  test.each(['more-data', 'duplicates', 'redundancy', 'weak-slices', 'untrustworthy-explanation'])(
    '%s finds nothing in a sum',
    async (id) => {
      expect((await check(id, regression(rows))).severity).toBe('ok')
    },
  )

  test('target-leak finds the target', async () => {
    const leaky = withFeature(rows, 1, (_, target, noise) => target + 0.05 * noise)
    expect(await check('target-leak', regression(leaky))).toMatchObject({ severity: 'problem' })
    expect(await check('target-leak', regression(rows))).toMatchObject({ severity: 'ok' })
  })

  test('shift sees the targets', async () => {
    const { x, y } = sums(4, 60, [2, -1, 0.5, 0])
    const higher = { x, y: y.map((target) => target + 4) }
    const found = await check('shift', regression(rows, higher))
    expect(found).toMatchObject({ severity: 'problem' })
    expect(found.title).toContain('the target')
    expect(await check('coverage', regression(rows, { x, y }))).toMatchObject({ severity: 'ok' })
  })
})

describe('label-noise', () => {
  test('lists the labels that were turned over first, and changes none', async () => {
    const rows = clouds(5, 200, apart)
    const flipped = withFlips(rows, 5, 0.08)
    const wrong = [...rows.y.keys()].filter((row) => rows.y[row] !== flipped.y[row])
    const planted = classifier(flipped, [tanh(4)])
    const before = structuredClone(planted.data)
    const { evidence, severity } = await check('label-noise', planted)
    expect(planted.data).toEqual(before)
    expect(['warn', 'problem']).toContain(severity)
    const table = evidence.find(({ kind }) => kind === 'table') as unknown as { rows: string[][] }
    const listed = table.rows.slice(0, 10).map(([row]) => Number(row))
    expect(listed.filter((row) => wrong.includes(row)).length).toBeGreaterThanOrEqual(9)
  })

  test('is not misled by a network that is too sure', async () => {
    const middle = new Array<number>(12).fill(0).with(0, 1.2)
    const rows = clouds(2, 120, [middle.map((value) => -value), middle])
    const overfitted = classifier(rows, [tanh(32)], { epochs: 100 })
    expect((await check('overconfidence', overfitted)).severity).not.toBe('ok')
    expect(['ok', 'info']).toContain((await check('label-noise', overfitted)).severity)
  })
})

describe('duplicates', () => {
  const rows = clouds(6, 100, near)
  const planted = classifier(part(rows, 0, 70), [tanh(2)])

  test('names the rows that are in both sets', async () => {
    const test = joined(part(rows, 70, 100), part(rows, 3, 4))
    const { value, n, severity, evidence } = await check('duplicates', withTest(planted, test))
    expect({ value, n, severity }).toEqual({ value: 1 / 31, n: 31, severity: 'warn' })
    expect(evidence[0]).toMatchObject({ rows: [['test', '30', '3', 'class 1', 'class 1']] })
  })

  test('finds rows that are all but equal', async () => {
    const test = joined(part(rows, 70, 100), moved(part(rows, 0, 10), [1e-4, 0]))
    const found = await check('duplicates', withTest(planted, test))
    expect(found).toMatchObject({ severity: 'warn', n: 40 })
    expect(found.value).toBeGreaterThanOrEqual(10 / 40)
    expect(found.text).toMatch(/1\d of 40 compared/)
  })

  test('takes no copies in training for a leak', async () => {
    const doubled = classifier(joined(rows, rows), [tanh(2)])
    expect(await check('duplicates', doubled)).toMatchObject({ severity: 'warn', value: 0.5 })
  })
})

test('class-imbalance says which class is rare, and that it is learned all the same', async () => {
  const { x, y } = clouds(7, 400, [
    [-4, 0],
    [4, 0],
  ])
  const kept = [...y.keys()].filter((row) => y[row] === 0 || row % 40 === 1)
  const rare = { x: kept.map((row) => x[row]!), y: kept.map((row) => y[row]!) }
  const { recipe, data } = classifier(rare, [tanh(4)])
  const found = await check('class-imbalance', {
    recipe,
    data: { ...data, classNames: ['usual', 'odd'] },
  })
  expect(found).toMatchObject({ severity: 'info', title: 'A class is rare: odd', remedies: [] })
  expect(found.value).toBeCloseTo((2 * 10) / 210, 12)
})

describe('shift', () => {
  test('of categories is by chi-squared, and of many rows comes with PSI', async () => {
    const category = (rows: LabelledRows, share: number) =>
      withFeature(rows, 1, (_, __, noise) => (noise > share ? 1 : 0))
    const train = category(clouds(8, 600, near), 0)
    const same = withTest(
      classifier(train, [tanh(2)], { epochs: 1 }),
      category(clouds(9, 600, near), 0),
    )
    const other = withTest(
      classifier(train, [tanh(2)], { epochs: 1 }),
      category(clouds(9, 600, near), 1),
    )
    expect(await check('shift', same)).toMatchObject({ severity: 'ok' })
    const { severity, title, text, evidence } = await check('shift', other)
    expect({ severity, title }).toMatchObject({
      severity: 'problem',
      title: 'Training and test rows differ: x2',
    })
    expect(text).toContain("Cramér's V")
    expect(JSON.stringify(evidence)).toContain('PSI')
  })

  test('that no feature shows alone is seen by the classifier', async () => {
    const spread = (seed: number, scale: number): LabelledRows => {
      const noise = normals(randomKey(seed, 'spread'), 600)
      const x = Array.from({ length: 200 }, (_, r) =>
        [0, 1, 2].map((c) => scale * noise[3 * r + c]!),
      )
      return { x, y: x.map((_, row) => row % 2) }
    }
    const planted = classifier(spread(1, 1), [tanh(2)], { epochs: 1 })
    const found = await check('shift', withTest(planted, spread(2, 1.5)))
    expect(found.severity).toBe('warn')
    expect(found.interval!.low).toBeGreaterThan(0.5)
  })
})

test('redundancy names whole groups, and features that never vary', async () => {
  const base = sums(10, 60, [1, 1, 1])
  const rows = {
    x: base.x.map(([a, b, c]) => [a!, b!, c!, -a!, a! ** 3, 7]),
    y: base.y,
  }
  const { severity, text, value } = await check('redundancy', regression(rows))
  expect(severity).toBe('info')
  expect(value).toBeCloseTo(1, 12)
  expect(text).toContain('These go together: x0, x3, x4.')
  expect(text).toContain('1 features are the same in all rows')
})

test('target-leak tells what the network is worth without the feature', async () => {
  const rows = withFeature(clouds(11, 100, near), 1, (_, label, noise) => label + 0.05 * noise)
  const { text, severity } = await check('target-leak', classifier(rows, [tanh(4)]))
  expect(severity).toBe('problem')
  expect(text).toMatch(/x2 alone has accuracy 1\.000 .* and without this feature 0\.[789]/)
})

describe('odd subjects give findings that can be printed', () => {
  const ids = plantedFaults.slice(-13).map((planted) => planted.check)
  const rows = clouds(12, 90, [
    [0, 0, 0, 0],
    [1, 1, 1, 1],
  ])
  const [train, left] = [part(rows, 0, 60), part(rows, 60, 90)]
  const constant = ({ x, y }: LabelledRows): LabelledRows => ({ x, y: y.map(() => 1) })
  const diverging = regression(train, left)
  const subjects: Record<string, Planted> = {
    'one class': withTest(classifier(constant(train), [tanh(2)], { epochs: 2 }), constant(left)),
    'one target': regression(constant(train), constant(left)),
    'one row again and again': withTest(
      classifier({ x: train.x.map(() => [1, 2, 3, 4]), y: train.y }, [tanh(2)], { epochs: 2 }),
      { x: left.x.map(() => [1, 2, 3, 4]), y: left.y },
    ),
    'a network that diverges': {
      recipe: { ...diverging.recipe, optimizer: { name: 'sgd', learningRate: 1e6 } },
      data: diverging.data,
    },
    'a sigmoid for two classes': {
      recipe: {
        spec: sequential({ inputShape: [4], layers: [dense({ units: 1, activation: 'sigmoid' })] }),
        loss: 'binaryCrossentropy',
        epochs: 2,
      },
      data: { train, test: left },
    },
    'an ensemble that is cooled': withTest(
      classifier(train, [tanh(2)], {
        epochs: 2,
        temperature: true,
        ensemble: { members: 2, bagging: true },
      }),
      left,
    ),
  }

  test.each(Object.entries(subjects))('%s', async (_, { recipe, data }) => {
    const { findings } = await diagnose(recipe, data, {
      backend: interpreter,
      repeats: 1,
      checks: ids,
    })
    expect(findings).toHaveLength(13)
    expect(JSON.parse(JSON.stringify(findings))).toEqual(findings)
    for (const { title, text, statistic, evidence } of findings) {
      expect(`${title} ${text} ${statistic}`).not.toMatch(/NaN|Infinity|undefined/)
      expect(reportHtml({ title, sections: [{ title, figures: evidence }] })).not.toMatch(/NaN|∞/)
    }
  })
})
