import { interpreter, memoryStore, type RowSource } from '@parallax-ml/core'
import { formatCsv, moons, parseCsv, sourceOf } from '@parallax-ml/datasets'
import { describe, expect, test } from 'vitest'
import { baselineOf } from './baseline.js'
import { defaultSpec } from './default-spec.js'
import { judge, sentenceOf, verdictOf } from './judgement.js'
import { type PrepareOptions, prepareData } from './prepare-data.js'
import { settingsFor } from './settings.js'
import { trainTable } from './train-table.js'

const { x, y, classNames } = moons({ rows: 200, noise: 0.1 })
const rows = x.map((row, i) => [...row, `p${i % 20}`, classNames[y[i]!]!])
const moonTable = parseCsv(formatCsv([['a', 'b', 'person', 'moon'], ...rows]), {
  name: 'moons.csv',
})
const source = sourceOf(moonTable)
const options: PrepareOptions = {
  target: 'moon',
  task: undefined,
  categories: [],
  ignore: ['person'],
  unknown: 'zeros',
  testShare: undefined,
  ordered: false,
  group: undefined,
  seed: 0,
}

async function rowsOf(data: unknown): Promise<string[]> {
  const { rows: count, read } = data as RowSource
  const { x: features } = await read(Int32Array.from({ length: count }, (_, i) => i))
  const { data: values } = features as unknown as { data: Float64Array }
  return Array.from({ length: count }, (_, i) => values.slice(2 * i, 2 * i + 2).join())
}

describe('rows that stay on disk', () => {
  test('are divided at random, every row on one side', async () => {
    const {
      train,
      validation,
      test: held,
      counts,
      isStreamed,
    } = await prepareData(source, options, 1)
    expect(isStreamed).toBe(true)
    expect(counts).toEqual({ train: 136, validation: 24, test: 40 })
    const all = [...(await rowsOf(train)), ...(await rowsOf(validation)), ...(await rowsOf(held))]
    expect(all.toSorted()).toEqual(x.map((row) => row.join()).toSorted())
  })

  test('are trained on and judged as those in memory are', async () => {
    const prepared = await prepareData(source, options, 1)
    const { spec } = defaultSpec(prepared.encoding, 136)
    const given = { epochs: 40, batchSize: undefined, learningRate: 0.02 }
    const { model } = await trainTable(prepared, {
      backend: interpreter,
      spec,
      settings: settingsFor(prepared.encoding, spec, 136, given),
      seed: 0,
      checkpoints: memoryStore(),
      signal: undefined,
      callbacks: [],
    })
    const judgement = await judge(model, prepared.test!, prepared.encoding, prepared.trained)
    expect(judgement.rows).toBe(40)
    expect(judgement.scores.accuracy).toBeGreaterThan(0.9)
    expect(verdictOf(judgement)).toBeUndefined()
    expect(sentenceOf(judgement)).toMatch(/always is right in 0\.[3-6]/)
  })

  test('may be the last ones, and groups are refused', async () => {
    const { test: held } = await prepareData(source, { ...options, ordered: true }, 1)
    expect(await rowsOf(held)).toEqual(x.slice(160).map((row) => row.join()))
    await expect(prepareData(source, { ...options, group: 'person' }, 1)).rejects.toThrow(
      /cannot be divided by groups/,
    )
  })
})

test('the encoding is learnt from the training rows alone', async () => {
  const { encoding, trained, train } = await prepareData(source, options)
  const a = encoding.features.find(({ column }) => column === 'a') as { mean: number }
  const values = (train as { x: { data: Float64Array } }).x.data.filter((_, i) => i % 2 === 0)
  expect(trained.rows).toBe(136)
  expect(a.mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 136, 10)
})

test('a class of one row is trained on', async () => {
  const table = {
    ...moonTable,
    rows: [...moonTable.rows, ['0', '0', 'p0', 'alone']],
    lines: undefined,
  }
  const { encoding, counts } = await prepareData(sourceOf(table), options)
  expect(encoding.target).toMatchObject({ classes: ['alone', 'lower', 'upper'] })
  expect(counts.train).toBe(137)
})

test('a baseline knows classes of numbers and booleans by what they mean', async () => {
  const numbered = parseCsv(
    `x,y\n${Array.from({ length: 40 }, (_, i) => `${i},${i % 4 ? '1.0' : '0'}`).join('\n')}`,
  )
  const prepared = await prepareData(sourceOf(numbered), { ...options, target: 'y', ignore: [] })
  const { encoding, trained, test: held } = prepared
  expect(await baselineOf(encoding.target!, trained, held!)).toEqual({ answer: '1', score: 0.75 })
})
