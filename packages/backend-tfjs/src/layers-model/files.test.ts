import {
  add,
  connect,
  createModel,
  dense,
  functional,
  input,
  interpreter,
  leakyRelu,
  type Model,
  sequential,
} from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { readLayersModel } from './read.js'
import { writeLayersModel } from './write.js'

interface Weight {
  name: string
  shape: number[]
  dtype?: string
  quantization?: object
}
interface File {
  layers?: object[]
  weights?: Weight[]
  paths?: string[]
  bytes?: Record<string, Uint8Array>
}

const numbers = (...values: number[]): Uint8Array =>
  new Uint8Array(Float32Array.from(values).buffer)
const denseLayer = (name: string, units: number, config: object = {}) => ({
  class_name: 'Dense',
  config: { name, units, use_bias: false, ...config },
})
const first = denseLayer('first', 1, { batch_input_shape: [null, 2] })
const second = denseLayer('second', 1)

/** A file of two layers with one weight each: [2, 3] and [5]. */
const read = ({
  layers = [first, second],
  weights = [
    { name: 'first/kernel', shape: [2, 1] },
    { name: 'second/kernel', shape: [1, 1] },
  ],
  paths = ['weights.bin'],
  bytes = { 'weights.bin': numbers(2, 3, 5) },
}: File = {}): Model =>
  readLayersModel({
    json: JSON.stringify({
      modelTopology: { class_name: 'Sequential', config: { layers } },
      weightsManifest: [{ paths, weights: weights.map((one) => ({ dtype: 'float32', ...one })) }],
    }),
    weights: bytes,
    backend: interpreter,
  })

const weightsOf = (model: Model) =>
  Object.fromEntries(Object.entries(model.weights()).map(([path, { data }]) => [path, [...data]]))

describe('weights', () => {
  test('are found by layer and name, in their order in the file', () => {
    expect(weightsOf(read())).toEqual({ 'first/kernel': [2, 3], 'second/kernel': [5] })
  })

  test('may lie in several files, and begin within one', () => {
    const all = numbers(2, 3, 5)
    const bytes = { 'a.bin': all.slice(0, 7), 'b.bin': all.slice(7) }
    const model = read({ paths: ['a.bin', 'b.bin'], bytes })
    expect(weightsOf(model)).toEqual({ 'first/kernel': [2, 3], 'second/kernel': [5] })
  })

  test.each<[File, string]>([
    [
      { bytes: { 'weights.bin': numbers(2, 3) } },
      "weight 'second/kernel': its file ends too early",
    ],
    [{ bytes: {} }, "weights 'weights.bin': the file was not given"],
    [
      { weights: [{ name: 'first/kernel', shape: [3, 1] }] },
      "layer 'first': its weight kernel has another shape (expected [2,1], got [3,1])",
    ],
    [
      { weights: [{ name: 'first/kernel', shape: [2, 1] }] },
      "layer 'second': the file has no weight kernel",
    ],
    [
      { weights: [{ name: 'first/kernel', shape: [2, 1], quantization: { scale: 1 } }] },
      'only plain float32 can be read',
    ],
    [
      { weights: [{ name: 'first/kernel', shape: [2, 1], dtype: 'int32' }] },
      'only plain float32 can be read',
    ],
  ])('that do not fit are named: %#', (file, message) => {
    // biome-ignore format: a table
    expect(() => read(file)).toThrow(message)
  })
})

describe('layers', () => {
  const spec = (config: object, extra: object = {}) =>
    read({ layers: [{ ...first, config: { ...first.config, ...config } }, second], ...extra }).spec

  test('that are frozen stay so', () => {
    expect(spec({ trainable: false }).layers[0]).toMatchObject({ trainable: false })
    expect(spec({ trainable: true }).layers[0]!.trainable ?? true).toBe(true)
  })

  test('keep both kinds of penalties apart', () => {
    const kernel_regularizer = { class_name: 'L1L2', config: { l1: 0.1, l2: 0.2 } }
    expect(spec({ kernel_regularizer }).layers[0]!.kernelRegularizer).toEqual({
      name: 'l1l2',
      l1: 0.1,
      l2: 0.2,
    })
  })

  test('options that we do not have, and channels that come first, are refused', () => {
    expect(() => spec({ kernel_constraint: { class_name: 'NonNeg' } })).toThrow(
      "layer 'first': its option kernelConstraint cannot be carried over",
    )
    expect(() => spec({ data_format: 'channels_first' })).toThrow('its option dataFormat')
    expect(() => spec({ data_format: 'channels_last' })).not.toThrow()
  })
})

test('layers that are listed in another order than they are called are read', async () => {
  const node = (name: string, index = 0) => [name, index, 0, {}]
  const layers = [
    { ...denseLayer('last', 1), name: 'last', inbound_nodes: [[node('shared', 1)]] },
    { ...denseLayer('shared', 1), name: 'shared', inbound_nodes: [[node('x')], [node('shared')]] },
    { class_name: 'InputLayer', name: 'x', config: { name: 'x', batch_input_shape: [null, 1] } },
  ]
  const model = readLayersModel({
    json: JSON.stringify({
      modelTopology: {
        class_name: 'Model',
        config: { layers, input_layers: [['x', 0, 0]], output_layers: [['last', 0, 0]] },
      },
      weightsManifest: [
        {
          paths: ['w'],
          weights: ['last', 'shared'].map((name) => ({
            name: `${name}/kernel`,
            shape: [1, 1],
            dtype: 'float32',
          })),
        },
      ],
    }),
    weights: { w: numbers(7, 3) },
    backend: interpreter,
  })
  // 7 · 3 · 3 · 2
  expect([...(await model.predict([[2]])).data]).toEqual([126])
  await model.dispose()
})

describe('written', () => {
  const penalty = { name: 'l1l2', l1: 0.1, l2: 0.2 } as const
  const model = createModel(
    sequential({
      inputShape: [2],
      layers: [
        dense({ units: 2, kernelRegularizer: penalty, trainable: false }),
        leakyRelu({ negativeSlope: 0.3 }),
        dense({ units: 1, activation: 'silu' }),
      ],
    }),
    { backend: interpreter, precision: 'float64', seed: 3 },
  )
  const { json, weights } = writeLayersModel(model)
  const { modelTopology, weightsManifest } = JSON.parse(json)

  test('options have the names of TensorFlow.js', () => {
    const configs = modelTopology.config.layers.map((layer: { config: object }) => layer.config)
    expect(configs[0]).toMatchObject({
      trainable: false,
      kernel_regularizer: { class_name: 'L1L2', config: { l1: 0.1, l2: 0.2 } },
    })
    expect(configs[1]).toMatchObject({ alpha: 0.3 })
    expect(configs[2]).toMatchObject({ activation: 'swish', trainable: true })
  })

  test('weights are float32, one after the other', () => {
    const own = Object.values(model.weights()).flatMap(({ data }) => [...data])
    expect([...new Float32Array(weights.buffer)]).toEqual([...Float32Array.from(own)])
    const sizes = weightsManifest[0].weights.map(({ shape }: Weight) =>
      shape.reduce((a, b) => a * b),
    )
    expect(sizes.reduce((a: number, b: number) => a + b) * 4).toBe(weights.length)
  })

  test('what reads the second call of a layer is read back so', async () => {
    const x = input('x', [1])
    const twice = dense({ units: 1, useBias: false })
    const once = connect(x, twice)
    const spec = functional({ outputs: { y: connect([connect(once, twice), x], add()) } })
    const written = writeLayersModel(createModel(spec, { backend: interpreter, seed: 2 }))
    const back = readLayersModel({
      json: written.json,
      weights: { 'weights.bin': written.weights },
      backend: interpreter,
    })
    const [kernel] = Object.values(back.weights()).map(({ data }) => data[0]!)
    const [y] = (await back.predict([[1]])).data
    expect(y).toBeCloseTo(kernel! ** 2 + 1, 5)
    await back.dispose()
  })
})
