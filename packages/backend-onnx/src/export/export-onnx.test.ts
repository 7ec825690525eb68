import * as core from '@parallax-ml/core'
import * as ort from 'onnxruntime-node'
import { describe, expect, test } from 'vitest'
import { decodeModel } from '../import/decode.js'
import { exportOnnx, importOnnx } from '../index.js'

const { dense, functional, connect, input, sequential } = core

function twoInputs() {
  const image = input('image', [6, 5, 2])
  const numbers = input('numbers', [3])
  const seen = connect(image, core.conv2d({ filters: 3, kernelSize: 2 }), core.flatten())
  const joined = connect([seen, connect(numbers, dense({ units: 4 }))], core.concatenate())
  return functional({
    outputs: {
      kind: connect(joined, dense({ units: 3, activation: 'softmax' })),
      size: connect(joined, dense({ units: 1, activation: 'softplus' })),
    },
  })
}

const image = [9, 8, 4] as const
const layered = (inputShape: readonly number[], ...layers: core.LayerSpec[]) =>
  sequential({ inputShape: [...inputShape], layers })

/** Networks in which the number of rows shows in many shapes. */
const specs: Readonly<Record<string, core.ModelSpec>> = {
  'dense layers': layered(
    [5],
    core.normalization(),
    dense({ units: 7, activation: 'tanh' }),
    core.layerNormalization(),
    dense({ units: 4, activation: 'gelu' }),
    core.rmsNormalization(),
    core.unitNormalization(),
    dense({ units: 3, activation: 'sigmoid' }),
  ),
  convolutions: layered(
    image,
    core.conv2d({ filters: 6, kernelSize: 3, padding: 'same', activation: 'relu' }),
    core.batchNormalization(),
    core.maxPooling2d(),
    core.depthwiseConv2d({ kernelSize: 3, padding: 'same' }),
    core.separableConv2d({ filters: 5, kernelSize: 2, dilationRate: [1, 2] }),
    core.prelu(),
    core.flatten(),
    dense({ units: 10, activation: 'softmax' }),
  ),
  'images that grow': layered(
    image,
    core.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2, activation: 'elu' }),
    core.groupNormalization({ groups: 3 }),
    core.upSampling2d({ size: [1, 2], interpolation: 'bilinear' }),
    core.zeroPadding2d({ padding: 1 }),
    core.cropping2d({ cropping: [2, [0, 3]] }),
    core.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
    core.globalMaxPooling2d(),
  ),
  sequences: layered(
    [8, 3],
    core.conv1d({ filters: 4, kernelSize: 3, padding: 'causal' }),
    core.leakyRelu(),
    core.upSampling1d(),
    core.averagePooling1d(),
    core.permute({ dims: [2, 1] }),
    core.reshape({ targetShape: [8, 4] }),
    core.globalAveragePooling1d(),
    core.repeatVector({ n: 2 }),
    core.softmax(),
  ),
  'an embedding': layered(
    [6],
    core.embedding({ inputDim: 9, outputDim: 4 }),
    core.flatten(),
    dense({ units: 2 }),
  ),
  'two inputs and two outputs': twoInputs(),
}

/** Rows for every input of a model. */
const rowsFor = (model: core.Model, rows: number) =>
  Object.entries(model.architecture.inputRows).map(([name, { shape, range }]) => {
    const size = rows * core.sizeOf(shape)
    const wave = Array.from({ length: size }, (_, i) => Math.fround(Math.sin(i * 1.7)))
    const data = range === undefined ? wave : wave.map((_, i) => i % (range[1] + 1))
    return { name, shape: [rows, ...shape], data: Float32Array.from(data) }
  })

async function predictByFile(bytes: Uint8Array, rows: ReturnType<typeof rowsFor>) {
  const session = await ort.InferenceSession.create(bytes)
  const feeds = Object.fromEntries(
    rows.map(({ name, shape, data }) => [name, new ort.Tensor('float32', data, shape)]),
  )
  const results = await session.run(feeds)
  await session.release()
  return results
}

describe.each(Object.entries(specs))('%s', (_, spec) => {
  const model = core.createModel(spec, { backend: core.interpreter, seed: 3 })
  const bytes = exportOnnx(model)

  test.each([1, 7, 100])('gives the same for %i rows as the model does', async (rows) => {
    const given = rowsFor(model, rows)
    const ours = await model.predictAll(
      Object.fromEntries(given.map(({ name, ...tensor }) => [name, tensor])),
    )
    const theirs = await predictByFile(bytes, given)
    for (const [name, { shape, data }] of Object.entries(ours)) {
      expect(theirs[name]!.dims).toEqual(shape)
      const values = theirs[name]!.data as Float32Array
      for (const [i, value] of values.entries()) {
        expect(Math.abs(value - data[i]!)).toBeLessThan(2e-6 * (1 + Math.abs(data[i]!)))
      }
    }
  })

  test('is the same network when it is imported again', async () => {
    const given = rowsFor(model, 3)
    const named = Object.fromEntries(given.map(({ name, ...tensor }) => [name, tensor]))
    const ours = await model.predictAll(named)
    for (const [name, { data }] of Object.entries(ours)) {
      const { spec: again } = importOnnx(bytes, { output: name })
      const imported = core.createModel(again, { backend: core.interpreter })
      const needed = Object.keys(imported.architecture.inputs).map((key) => [key, named[key]!])
      const theirs = await imported.predictAll(Object.fromEntries(needed))
      for (const [i, value] of theirs[name]!.data.entries()) {
        expect(Math.abs(value - data[i]!)).toBeLessThan(2e-6 * (1 + Math.abs(data[i]!)))
      }
    }
  })
})

const iris = layered([4], dense({ units: 3, activation: 'softmax' }))
const classNames = ['setosa', 'versicolor', 'virginica']

describe('what goes with a model', () => {
  const model = core.createModel(iris, { backend: core.interpreter, seed: 1 })

  test('class names become labels, and are found again', async () => {
    const bytes = exportOnnx(core.withDetails(model, { classNames }))
    const rows = rowsFor(model, 4)
    const { output, label } = await predictByFile(bytes, rows)
    const values = output!.data as Float32Array
    const best = [0, 1, 2, 3].map((row) => {
      const line = values.subarray(3 * row, 3 * row + 3)
      return classNames[line.indexOf(Math.max(...line))]
    })
    expect(label!.data).toEqual(best)
    expect(importOnnx(bytes).details.classNames).toEqual(classNames)
  })

  test('class names that are asked for take the place of those of the model', async () => {
    const own = core.withDetails(model, { classNames })
    const bytes = exportOnnx(own, { classNames: ['a', 'b', 'c'] })
    const { label } = await predictByFile(bytes, rowsFor(model, 9))
    for (const name of label!.data) expect(['a', 'b', 'c']).toContain(name)
    expect(importOnnx(bytes).details.classNames).toEqual(['a', 'b', 'c'])
    const asItIs = exportOnnx(own, { classNames: undefined })
    expect(importOnnx(asItIs).details.classNames).toEqual(classNames)
  })

  test('preprocessing is found again', () => {
    const preprocessing = { steps: [{ column: 'x', mean: [0.5, -1] }], version: 1 }
    const bytes = exportOnnx(core.withDetails(model, { preprocessing }))
    expect(importOnnx(bytes).details).toEqual({ preprocessing })
  })

  test('one probability stands for the second of two classes', async () => {
    const spec = layered([4], dense({ units: 1, activation: 'sigmoid' }))
    const binary = core.createModel(spec, { backend: core.interpreter, seed: 1 })
    const bytes = exportOnnx(binary, { classNames: ['no', 'yes'] })
    const { output, label } = await predictByFile(bytes, rowsFor(binary, 7))
    const expected = Array.from(output!.data as Float32Array, (p) => (p > 0.5 ? 'yes' : 'no'))
    expect(label!.data).toEqual(expected)
    expect(new Set(expected).size).toBe(2)
  })

  test('rows are standardised in the file', async () => {
    const standardization = {
      input: { mean: [1, 2, 3, 4], standardDeviation: [0.5, 2, 1, 4] },
    }
    const [rows] = rowsFor(model, 5)
    const raw = rows!.data.map((value, i) => {
      const { mean, standardDeviation } = standardization.input
      return value * standardDeviation[i % 4]! + mean[i % 4]!
    })
    const { output } = await predictByFile(exportOnnx(model, { standardization }), [
      { ...rows!, data: raw },
    ])
    const { data } = await model.predict(rows!)
    for (const [i, value] of (output!.data as Float32Array).entries()) {
      expect(Math.abs(value - data[i]!)).toBeLessThan(1e-6)
    }
  })

  test('weights keep their names, and metadata its texts', () => {
    const { graph, metadata } = decodeModel(exportOnnx(model, { metadata: { author: 'me' } }))
    const names = graph.initializer.map(({ name }) => name)
    expect(names).toEqual(['dense/kernel', 'dense/bias'])
    expect(metadata.author).toBe('me')
  })

  test('float64 weights stay what they are', async () => {
    const session = await ort.InferenceSession.create(exportOnnx(model, { precision: 'float64' }))
    const [rows] = rowsFor(model, 2)
    const feed = new ort.Tensor('float64', Float64Array.from(rows!.data), rows!.shape)
    const { output } = await session.run({ input: feed })
    expect(output!.type).toBe('float64')
    await session.release()
  })
})

describe('what does not fit', () => {
  const model = core.createModel(iris, { backend: core.interpreter })
  const cases: [string, () => unknown, RegExp][] = [
    [
      'an unknown option',
      () => exportOnnx(model, { names: [] } as never),
      /unknown option 'names'/,
    ],
    [
      'too few names',
      () => exportOnnx(model, { classNames: ['a', 'b'] }),
      /classNames: they do not fit the outputs of the model \(expected one output with 2 classes, got rows of \[3\]\)/,
    ],
    [
      'too few moments',
      () =>
        exportOnnx(model, {
          standardization: { input: { mean: [0], standardDeviation: [1, 1, 1, 1] } },
        }),
      /standardization.input.mean: the number of features is wrong \(expected 4, got 1\)/,
    ],
    [
      'a feature that does not vary',
      () =>
        exportOnnx(model, {
          standardization: { input: { mean: [0, 0, 0, 0], standardDeviation: [1, 1, 0, 1] } },
        }),
      /standardization.input.standardDeviation.2/,
    ],
    [
      'moments of an input that is not there',
      () =>
        exportOnnx(model, { standardization: { inputs: { mean: [0], standardDeviation: [1] } } }),
      /there is no input 'inputs'.*Did you mean 'input'/,
    ],
    [
      'a layer that mixes rows',
      () => {
        const mixing = core.defineLayer({
          type: 'mixing',
          lower: (_, { builder: b, input: x }) =>
            b.mul(x, b.reshape(b.cast(b.iota([x.shape[0]!], 0), 'float'), [x.shape[0]!, 1])),
        })
        const spec = layered([4], mixing())
        exportOnnx(core.createModel(spec, { backend: core.interpreter }))
      },
      /the model does not work alike for every number of rows/,
    ],
  ]
  test.each(cases)('%s', (_, work, message) => expect(work).toThrow(message))
})
