import {
  add,
  batchNormalization,
  connect,
  conv2d,
  createModel,
  dense,
  depthwiseConv2d,
  flatten,
  functional,
  gaussianNoise,
  input,
  interpreter,
  leakyRelu,
  type ModelSpec,
  maxPooling2d,
  rmsNormalization,
  sequential,
  uniforms,
} from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { isTfjsInstalled, loadTfNode } from '../engine/load-node.js'
import { readLayersModel, tfjs, tfjsCpu, writeLayersModel } from '../index.js'

/** Only what these tests call of the engine's own training library. */
interface TfLayers {
  // biome-ignore lint/suspicious/noExplicitAny: the library's types are not installed
  [name: string]: any
}
const tensorflow = async () => (await loadTfNode(1)) as unknown as TfLayers
const noise = (count: number) => uniforms([3, 1], count)

/** What TensorFlow.js saves of a model. */
async function saved(tf: TfLayers, model: TfLayers) {
  let files: { json: string; weights: Record<string, Uint8Array> } | undefined
  await model.save(
    tf.io.withSaveHandler(async (artifacts: TfLayers) => {
      const weights = artifacts.weightSpecs
      const manifest = [{ paths: ['weights.bin'], weights }]
      const json = JSON.stringify({
        modelTopology: artifacts.modelTopology,
        weightsManifest: manifest,
      })
      files = { json, weights: { 'weights.bin': new Uint8Array(artifacts.weightData) } }
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } }
    }),
  )
  return files!
}

/** Largest difference between what two models say. */
const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)))

const specs: Record<string, ModelSpec> = {
  images: sequential({
    inputShape: [6, 6, 2],
    layers: [
      conv2d({
        filters: 4,
        kernelSize: 3,
        padding: 'same',
        kernelRegularizer: { name: 'l2', l2: 0.1 },
      }),
      batchNormalization(),
      leakyRelu({ negativeSlope: 0.1 }),
      depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2, activation: 'tanh' }),
      maxPooling2d({ poolSize: 2 }),
      flatten(),
      gaussianNoise({ stddev: 0.1 }),
      dense({ units: 3, activation: 'softmax' }),
    ],
  }),
  shared: (() => {
    const x = input('x', [3])
    const both = dense({ units: 3, activation: 'silu' })
    const once = connect(x, both)
    return functional({ outputs: { y: connect([connect(once, both), x], add()) } })
  })(),
}
const rowsOf = (spec: ModelSpec) => {
  const shape = spec.kind === 'sequential' ? spec.inputShape : spec.inputs.x!
  const size = shape.reduce((a, b) => a * b, 1)
  return { shape: [5, ...shape], data: Float32Array.from(noise(5 * size), (u) => 2 * u - 1) }
}

// Nobody would notice in CI that these tests do not run, so there they fail without TensorFlow.
describe.skipIf(!isTfjsInstalled() && !process.env.CI)('LayersModel', () => {
  test('a model saved by TensorFlow.js predicts the same here, on every backend', async () => {
    const tf = await tensorflow()
    const model = tf.sequential()
    model.add(
      tf.layers.conv2d({ inputShape: [6, 6, 2], filters: 3, kernelSize: 3, activation: 'relu' }),
    )
    model.add(tf.layers.batchNormalization({}))
    model.add(tf.layers.averagePooling2d({ poolSize: 2 }))
    model.add(tf.layers.flatten())
    model.add(tf.layers.dropout({ rate: 0.5 }))
    model.add(tf.layers.dense({ units: 4, activation: 'sigmoid' }))
    const rows = rowsOf(specs.images!)
    const expected = model.predict(tf.tensor(rows.data, rows.shape)).dataSync()
    const files = await saved(tf, model)
    for (const backend of [tfjs, tfjsCpu, interpreter]) {
      const ours = readLayersModel({ ...files, backend })
      const { data } = await ours.predict(rows)
      expect(difference(data, expected), backend.name).toBeLessThan(1e-6)
      await ours.dispose()
    }
  })

  test.each(Object.entries(specs))(
    '%s: written, loaded and saved by TensorFlow.js, read',
    async (_, spec) => {
      const tf = await tensorflow()
      const rows = rowsOf(spec)
      const model = createModel(spec, { backend: interpreter, seed: 5 })
      const { data: expected } = await model.predict(rows)
      const { json, weights } = writeLayersModel(model)
      const { modelTopology, weightsManifest } = JSON.parse(json)
      const theirs = await tf.loadLayersModel({
        load: async () => ({
          modelTopology,
          weightSpecs: weightsManifest[0].weights,
          weightData: weights.buffer,
        }),
      })
      const said = theirs.predict(tf.tensor(rows.data, rows.shape)).dataSync()
      expect(difference(said, expected)).toBeLessThan(1e-6)
      const back = readLayersModel({ ...(await saved(tf, theirs)), backend: interpreter })
      expect(difference((await back.predict(rows)).data, expected)).toBe(0)
    },
  )

  test('what cannot be carried over is named', async () => {
    const tf = await tensorflow()
    const model = tf.sequential()
    model.add(tf.layers.dense({ inputShape: [2], units: 2, name: 'first' }))
    model.add(tf.layers.thresholdedReLU({ theta: 0.3, name: 'steps' }))
    const files = await saved(tf, model)
    expect(() => readLayersModel({ ...files, backend: interpreter })).toThrow(
      "layer 'steps': a layer ThresholdedReLU cannot be read",
    )
    const hard = tf.sequential()
    hard.add(
      tf.layers.dense({ inputShape: [2], units: 2, name: 'first', activation: 'hardSigmoid' }),
    )
    const other = await saved(tf, hard)
    expect(() => readLayersModel({ ...other, backend: interpreter })).toThrow(
      "layer 'first': its activation has no counterpart here",
    )
  })
})

test('layers that TensorFlow.js does not have are named', () => {
  const spec = sequential({ inputShape: [2], layers: [rmsNormalization({ name: 'scaled' })] })
  const model = createModel(spec, { backend: interpreter })
  expect(() => writeLayersModel(model)).toThrow("layer 'scaled': TensorFlow.js has no layer rms")
})

test.each([
  ['{', 'model.json: it is not JSON'],
  ['{"format":"graph-model"}', 'a GraphModel has no layers'],
])('%s is refused', (json, message) => {
  expect(() => readLayersModel({ json, weights: {}, backend: interpreter })).toThrow(message)
})
