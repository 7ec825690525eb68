import { type BackendV1, dense, interpreter, type LayerSpec, sequential } from '@parallax-ml/core'
import type { TableFigure } from '@parallax-ml/report'
import { describe, expect, test } from 'vitest'
import { type DiagnoseOptions, diagnose } from '../diagnose.js'
import type { Planted } from '../planted/planted-fault.js'
import { apart, classifier, near, relu, tanh } from '../planted/recipes.js'
import { clouds, crossed, rings, sums } from '../planted/rows.js'
import { wrongBackend } from '../planted/wrong-backend.js'
import type { LabelledRows } from '../subject.js'

const check = async (id: string, { recipe, data, options }: Planted) =>
  (await diagnose(recipe, data, { backend: interpreter, ...options, checks: [id] })).findings[0]!

const regression = (train: LabelledRows, layers: readonly LayerSpec[], learningRate = 0.02) => ({
  recipe: {
    spec: sequential({ inputShape: [train.x[0]!.length], layers: [...layers] }),
    loss: 'meanSquaredError',
    optimizer: { name: 'adam', learningRate },
    epochs: 30,
  } as const,
  data: { train },
})

describe('one-batch', () => {
  test('takes as many rows of each class as can be, and none twice', async () => {
    const rows = clouds(1, 12, apart)
    const first = (row: number) => row - (row % 3)
    const tripled = {
      x: rows.x.map((_, i) => rows.x[first(i)]!),
      y: rows.y.map((_, i) => rows.y[first(i)]!),
    }
    expect((await check('one-batch', classifier(tripled, [relu(16)]))).n).toBe(4)
    expect((await check('one-batch', classifier(clouds(1, 40, apart), [relu(16)]))).n).toBe(8)
  })

  test('asks of numbers that their variance is explained', async () => {
    const found = await check('one-batch', regression(sums(1, 40, [2, -1]), [dense({ units: 1 })]))
    expect(found).toMatchObject({ severity: 'ok', threshold: 0.9, n: 8 })
    const slow = regression(sums(1, 40, [2, -1]), [dense({ units: 1 })], 1e-5)
    expect(await check('one-batch', slow)).toMatchObject({ severity: 'problem' })
  })

  test('cannot tell where all targets are alike', async () => {
    const rows = clouds(1, 20, apart)
    const same = classifier({ ...rows, y: rows.y.map(() => 0) }, [relu(4)])
    expect(await check('one-batch', same)).toMatchObject({ severity: 'not-assessable' })
  })

  test('wants smaller steps where the loss climbs', async () => {
    const wild = classifier(clouds(1, 40, near), [relu(8)], { learningRate: 1000 })
    const { remedies, severity } = await check('one-batch', wild)
    expect(severity).toBe('problem')
    expect(remedies[0]).toBe('lowerLearningRate')
  })
})

describe('divergence', () => {
  test('says where numbers were lost', async () => {
    const { recipe, data } = regression(sums(1, 60, [2, -1]), [relu(8), dense({ units: 1 })])
    const wild = { ...recipe, optimizer: { name: 'sgd', learningRate: 5 } as const }
    const { text, remedies } = await check('divergence', { recipe: wild, data })
    expect(text).toMatch(/^The first that was not finite is .* in step \d+\./)
    expect(remedies).toEqual(['lowerLearningRate', 'clipNorm', 'scaling'])
  })

  test('finds a loss that climbs and stays finite', async () => {
    const wild = classifier(clouds(1, 60, near), [relu(8)], { learningRate: 30 })
    const { severity, value } = await check('divergence', wild)
    expect(severity).toBe('problem')
    expect(value).toBeGreaterThan(2)
  })
})

describe('dead-units', () => {
  test('finds a gradient that vanishes in twelve layers of sigmoid', async () => {
    const deep = Array.from({ length: 12 }, () => dense({ units: 8, activation: 'sigmoid' }))
    const { title, severity, value } = await check(
      'dead-units',
      classifier(clouds(1, 60, apart), deep),
    )
    expect({ title, severity }).toEqual({
      title: 'Gradients do not reach the first layer',
      severity: 'problem',
    })
    expect(value).toBeLessThan(1e-4)
  })

  test('counts the units that are silent on all rows', async () => {
    const biased = dense({
      units: 4,
      activation: 'relu',
      biasInitializer: { name: 'constant', value: -50 },
    })
    const { value, evidence } = await check(
      'dead-units',
      classifier(clouds(1, 60, apart), [relu(4), biased]),
    )
    expect(value).toBe(1)
    expect(evidence.map(({ title }) => title)).toEqual([
      'How much of the gradient arrives',
      'Units that are 0 on all rows',
    ])
  })
})

test('dead-units has nothing to ask without hidden layers', async () => {
  const flat = await check('dead-units', classifier(clouds(1, 20, apart), []))
  expect(flat).toMatchObject({ severity: 'not-assessable', text: 'There are no hidden layers.' })
})

describe('underfitting', () => {
  test('finds that more units would learn more', async () => {
    const narrow = classifier(rings(1, 160), [tanh(2)], { epochs: 60, learningRate: 0.05 })
    const { severity, interval, remedies } = await check('underfitting', narrow)
    expect(['problem', 'warn']).toContain(severity)
    expect(interval).toBeDefined()
    expect(remedies[0]).toBe('moreUnits')
  })

  test('knows regressions, and networks without hidden units', async () => {
    const found = await check(
      'underfitting',
      regression(sums(1, 60, [2, -1]), [dense({ units: 1 })], 0.1),
    )
    expect(found.text).toContain('There are no hidden units to be made more.')
    expect(found.text).toContain('a linear regression')
  })

  test('needs thirty rows', async () => {
    const few = classifier(clouds(1, 20, apart), [relu(4)])
    const { text, severity } = await check('underfitting', few)
    expect(severity).toBe('not-assessable')
    expect(text).toBe('Cross-validation needs 30 rows or more; there are 20.')
  })
})

describe('memorizes-noise', () => {
  test('is a note only where unknown rows are answered as well', async () => {
    const wide = [-1.5, 1.5].map((center) => new Array<number>(10).fill(center))
    const able = classifier(clouds(1, 24, wide), [relu(64)], { epochs: 60 })
    expect(await check('memorizes-noise', able)).toMatchObject({ severity: 'info', remedies: [] })
  })
})

test('exclusive or, of four rows, is luck with two units of relu', async () => {
  const train = { x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [0, 1, 1, 0] } // biome-ignore format: a table
  const xor = classifier(train, [relu(2)], { epochs: 300 })
  const { severity, text } = await check('seed-lottery', xor)
  expect(['problem', 'warn']).toContain(severity)
  expect(text).toContain('on the training rows')
})

describe('simple-enough', () => {
  test('says that a simple model is better', async () => {
    const corners = [3, -3].flatMap((a) => [
      [a, 3],
      [a, -3],
    ])
    const lazy = classifier(clouds(1, 120, corners), [tanh(1)], { epochs: 3 })
    const { severity, title } = await check('simple-enough', lazy)
    expect(severity).toBe('warn')
    expect(title).toMatch(/^It is worse than a (logistic regression|tree of depth 3)$/)
  })
})

describe('too-big', () => {
  test('asks only where units could be fewer', async () => {
    const small = classifier(crossed(1, 60), [tanh(3)])
    expect(await check('too-big', small)).toMatchObject({ severity: 'not-assessable' })
  })
})

describe('backend-mismatch', () => {
  test('names the layer where answers part, and the rows that change', async () => {
    const { recipe, data } = classifier(clouds(1, 40, near), [relu(8), tanh(4)], { epochs: 5 })
    const backends = [interpreter, wrongBackend('tanh', 'sigmoid')]
    const found = await check('backend-mismatch', { recipe, data, options: { backends } })
    expect(found.title).toBe('wrong-tanh gives other answers')
    expect(found.text).toContain('The first layer that differs is dense_1.')
    const [table] = found.evidence as TableFigure[]
    expect(table!.rows[0]).toEqual(['interpreter', '0.0e+0', '0'])
    expect(Number(table!.rows[1]![2])).toBeGreaterThan(0)
  })

  test('takes backends only', async () => {
    const { recipe, data } = classifier(clouds(1, 20, apart), [relu(4)])
    const options = { backend: interpreter, backends: [{} as BackendV1] }
    await expect(diagnose(recipe, data, options)).rejects.toThrow(/backends/)
    await expect(diagnose(recipe, data, {} as DiagnoseOptions)).rejects.toThrow(/backend/)
  })

  test('needs another backend', async () => {
    const found = await check('backend-mismatch', classifier(clouds(1, 20, apart), [relu(4)]))
    expect(found).toMatchObject({ severity: 'not-assessable' })
    expect(found.text).toContain('backends')
  })
})
