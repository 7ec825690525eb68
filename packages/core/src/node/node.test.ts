import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { interpreter } from '../interpreter/backend.js'
import { dense } from '../layers/dense.js'
import { sequential } from '../spec/sequential.js'
import type { Callback } from '../training/callbacks/callback.js'
import { fit } from '../training/fit.js'
import type { FitOptions } from '../training/options.js'
import {
  checkpointDirectory,
  csvLogger,
  jsonlLogger,
  progressLine,
  readModel,
  writeFileWhole,
  writeModel,
} from './index.js'

const folder = mkdtempSync(join(tmpdir(), 'parallax-node-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const place = (name: string): string => join(folder, name)

const spec = sequential({ inputShape: [1], layers: [dense({ units: 1 })] })
const data = { x: [[0], [1], [2], [3]], y: [[0], [1], [4], [9]] }
const options: FitOptions = {
  backend: interpreter,
  loss: 'meanSquaredError',
  metrics: ['meanAbsoluteError'],
  validationData: data,
  epochs: 5,
  batchSize: 2,
}
const killer: Callback = {
  name: 'killer',
  begin: () => ({
    onSteps({ step }) {
      if (step === 8) throw new Error('killed')
    },
  }),
}

describe('a directory of checkpoints', () => {
  test('lets a run go on in another process, and cleans up what a kill left', async () => {
    const store = checkpointDirectory(place('run/a'))
    expect(await store.list()).toEqual([])
    const kept = { ...options, checkpoint: { store, everyEpochs: 1 } }
    await expect(fit(spec, data, { ...kept, callbacks: [killer] })).rejects.toThrow('killed')
    writeFileSync(place('run/a/checkpoint-000000000008.safetensors.partial'), 'half')
    const again = await fit(spec, data, {
      ...kept,
      checkpoint: { ...kept.checkpoint, store: checkpointDirectory(place('run/a')) },
    })
    expect(again.resumed!.step).toBe(6)
    expect(again.model.weights()).toEqual((await fit(spec, data, options)).model.weights())
    expect(readdirSync(place('run/a')).toSorted()).toEqual([
      'checkpoint-000000000008.safetensors',
      'checkpoint-000000000010.safetensors',
    ])
  })

  test('has nothing outside the folder', () => {
    const store = checkpointDirectory(place('run/b'))
    expect(() => store.read('../a')).toThrow(/not a name of a file/)
    expect(() => store.read('.hidden')).toThrow(/not a name of a file/)
  })
})

test('a model file on the disk', async () => {
  const { model } = await fit(spec, data, options)
  await writeModel(place('models/m.safetensors'), model)
  expect(readdirSync(place('models'))).toEqual(['m.safetensors'])
  const loaded = await readModel(place('models/m.safetensors'), { backend: interpreter })
  expect(loaded.weights()).toEqual(model.weights())
})

test('a file that cannot be written leaves the old one', async () => {
  const path = place('old.txt')
  await writeFileWhole(path, new Uint8Array([1]))
  await expect(writeFileWhole(path, 7 as never)).rejects.toThrow()
  expect([...readFileSync(path)]).toEqual([1])
  expect(readdirSync(folder)).not.toContain('old.txt.partial')
})

describe('logs', () => {
  const run = (name: string, callbacks: readonly Callback[] = []) => {
    const store = checkpointDirectory(place(`${name}-run`))
    return fit(spec, data, {
      ...options,
      checkpoint: { store, everyEpochs: 3 },
      callbacks: [
        csvLogger(place(`${name}.csv`)),
        jsonlLogger(place(`${name}.jsonl`), { steps: true }),
        ...callbacks,
      ],
    })
  }
  const read = (name: string): string => readFileSync(place(name), 'utf8')

  test('have what the history has', async () => {
    const { history } = await run('plain')
    const [header, ...rows] = read('plain.csv')
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','))
    expect(header).toEqual([
      'epoch',
      'loss',
      'meanAbsoluteError',
      'valLoss',
      'valMeanAbsoluteError',
      'learningRate',
    ])
    expect(rows.map(([epoch]) => Number(epoch))).toEqual([1, 2, 3, 4, 5])
    expect(rows.map(([, loss]) => Number(loss))).toEqual(history.loss)
    expect(rows.map((row) => Number(row[3]))).toEqual(history.valLoss)
    const lines = read('plain.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.filter(({ valLoss }) => valLoss).map(({ loss }) => loss)).toEqual(history.loss)
    expect(lines.filter(({ valLoss }) => !valLoss).map(({ step }) => step)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ])
  })

  test('of a run that was killed and went on are those of a whole one', async () => {
    await expect(run('broken', [killer])).rejects.toThrow('killed')
    await run('broken')
    expect(read('broken.csv')).toBe(read('plain.csv'))
    expect(read('broken.jsonl')).toBe(read('plain.jsonl'))
  })

  test('begin anew with a new run', async () => {
    writeFileSync(place('old.csv'), 'something else\n')
    await fit(spec, data, { ...options, callbacks: [csvLogger(place('old.csv'))] })
    expect(read('old.csv')).toBe(read('plain.csv'))
  })
})

describe('progress', () => {
  test('is one line on a terminal, and plain lines elsewhere', async () => {
    const shown = { terminal: '', pipe: '' }
    const write = (name: keyof typeof shown) => (text: string) => {
      shown[name] += text
    }
    const terminal = { isTTY: true, columns: 200, write: write('terminal') }
    const callbacks = [progressLine(terminal), progressLine({ write: write('pipe') })]
    await fit(spec, data, { ...options, callbacks })
    expect(shown.terminal).toContain('\r\u001b[2Kepoch 5/5, step 10/10')
    expect(shown.terminal.split('\n').length).toBe(2)
    expect(shown.pipe).toMatch(/^epoch 5\/5, step 10\/10, loss \S+, \S+ steps\/s\n$/)
  })
})
