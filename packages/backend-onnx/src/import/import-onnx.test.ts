import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type BackendV1,
  createModel,
  dense,
  fit,
  interpreter,
  loadModel,
  type NamedRows,
  type RowsLike,
  saveModel,
  sequential,
} from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { exportOnnx, importOnnx, onnx, onnxLayer } from '../index.js'

const fixtures = join(import.meta.dirname, '../../testing/fixtures')
interface Expected {
  readonly inputs: Readonly<Record<string, { readonly shape: number[]; readonly data: number[] }>>
  readonly output: readonly number[]
}
const expected: Record<string, Expected> = JSON.parse(
  readFileSync(join(fixtures, 'expected.json'), 'utf8'),
)
const fixture = (name: string): Uint8Array => readFileSync(join(fixtures, `${name}.onnx`))
const backends: BackendV1[] = [interpreter, onnx]

/** The rows that a fixture was predicted for by its maker. */
function rowsOf(name: string): RowsLike | NamedRows {
  const entries = Object.entries(expected[name]!.inputs).map(
    ([key, { shape, data }]) => [key, { shape, data: Float64Array.from(data) }] as const,
  )
  return entries.length > 1 ? Object.fromEntries(entries) : entries[0]![1]
}

describe.each(Object.keys(expected))('%s', (name) => {
  test.each(backends)('predicts on $name what its maker predicts', async (backend) => {
    const model = createModel(importOnnx(fixture(name)).spec, { backend })
    const { data } = await model.predict(rowsOf(name))
    const { output } = expected[name]!
    expect(data.length).toBe(output.length)
    for (const [i, value] of output.entries()) expect(Math.abs(data[i]! - value)).toBeLessThan(2e-6)
    await model.dispose()
  })
})

/** Rows of two features in four corners, and which of two classes they are. */
const corners = {
  x: Array.from({ length: 40 }, (_, i) => [
    (i & 1) + 0.1 * Math.sin(i),
    ((i >> 1) & 1) + 0.1 * Math.cos(i),
  ]),
  y: Array.from({ length: 40 }, (_, i) => [(i & 1) ^ ((i >> 1) & 1)]),
}
const training = {
  loss: 'binaryCrossentropy',
  optimizer: { name: 'adam', learningRate: 0.05 },
} as const
const body = sequential({
  inputShape: [2],
  layers: [dense({ units: 8, activation: 'tanh' }), dense({ units: 1, activation: 'sigmoid' })],
})

describe('fine-tuning', () => {
  test.each(backends)('goes on on $name from the weights of the file', async (backend) => {
    const first = await fit(body, corners, { ...training, backend, epochs: 30, seed: 5 })
    const { spec } = importOnnx(exportOnnx(first.model))
    const again = await fit(spec, corners, { ...training, backend, epochs: 60 })
    const [before, after] = [first.history.loss!.at(-1)!, again.history.loss!.at(-1)!]
    expect(again.history.loss![0]).toBeLessThan(before * 1.1)
    expect(after).toBeLessThan(before * 0.5)
  })

  test.each(backends)('of a new head on $name leaves frozen weights alone', async (backend) => {
    const first = await fit(body, corners, { ...training, backend, epochs: 100, seed: 5 })
    const file = exportOnnx(first.model)
    const { values } = importOnnx(file)
    const cut = importOnnx(file, { output: values.find((value) => value.startsWith('Tanh'))! })
    const head = dense({ units: 1, activation: 'sigmoid' })
    const spec = sequential({ inputShape: [2], layers: [cut.layer({ trainable: false }), head] })
    const { model, history } = await fit(spec, corners, { ...training, backend, epochs: 60 })
    expect(history.loss!.at(-1)).toBeLessThan(0.3)
    const frozen = model.weights()['onnx/dense/kernel']!.data
    expect([...frozen]).toEqual([...first.model.weights()['dense/kernel']!.data])
  })

  test('of a network of scikit-learn', async () => {
    const { spec } = importOnnx(fixture('mlp-with-scaler'))
    const rows = rowsOf('mlp-with-scaler')
    const y = Int32Array.from({ length: 10 }, (_, i) => Math.floor((i * 15) / 50))
    const run = await fit(
      spec,
      { x: rows as RowsLike, y },
      { backend: onnx, loss: 'sparseCategoricalCrossentropy', epochs: 20 },
    )
    expect(run.history.loss!.at(-1)).toBeLessThan(run.history.loss![0]!)
  })

  test('keeps its weights in a file of Parallax', async () => {
    const { spec } = importOnnx(fixture('keras-dense'))
    const model = createModel(spec, { backend: interpreter })
    const bytes = saveModel(model)
    const loaded = loadModel(bytes, { backend: interpreter, customLayers: [onnxLayer] })
    const x = rowsOf('keras-dense')
    expect((await loaded.predict(x)).data).toEqual((await model.predict(x)).data)
  })
})

describe('what is asked for wrongly', () => {
  test('another output gets the nearest right name', () => {
    expect(() => importOnnx(fixture('logistic-regression'), { output: 'probabilitys' })).toThrow(
      /there is no value 'probabilitys'. Did you mean 'probabilities'/,
    )
  })
  test('an unknown option gets the nearest right name', () => {
    expect(() => importOnnx(fixture('keras-dense'), { outputs: 'x' } as never)).toThrow(
      /unknown option 'outputs'. Did you mean 'output'/,
    )
  })
})
