// Training steps per second on TensorFlow: our compiled backend and our eager ones beside LayersModel.fit and
// the backends that do without it, interleaved in one process with one thread. Prints medians, and ratios to LayersModel.fit.
import { parseArgs } from 'node:util'
import { native } from '@parallax-ml/backend-native'
import { onnx } from '@parallax-ml/backend-onnx'
import { tfjs, tfjsCpu, tfjsWasm } from '@parallax-ml/backend-tfjs'
import { conv2d, dense, fit, flatten, maxPooling2d, sequential, uniforms } from '@parallax-ml/core'
import { layersModel, tensorflow, timeOf } from './contenders/layers-model.mjs'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  console.log(
    'usage: node bench/tfjs.mjs [--rounds 5] [--only words-of-a-name]\n\nRun `npm run build` first.',
  )
  process.exit(0)
}

const ours = { dense, conv2d, flatten, maxPooling2d }
const denseLayers = (sizes, activation, output) =>
  sizes.map((units, i) => ({
    type: 'dense',
    units,
    activation: i === sizes.length - 1 ? output : activation,
  }))
const image = (filters) => ({ type: 'conv2d', filters, kernelSize: 3, activation: 'relu' })
const pool = { type: 'maxPooling2d', poolSize: 2 }

/** Steps for the compiled backend and for the others, so that a measurement takes a second or so. */
const workloads = [
  {
    name: 'XOR 2-8-1, batch 4',
    inputShape: [2],
    layers: denseLayers([8, 1], 'tanh', 'sigmoid'),
    loss: 'binaryCrossentropy',
    rows: 4,
    batch: 4,
    steps: [20_000, 300],
  },
  {
    name: '64-128-64-10, batch 32',
    inputShape: [64],
    layers: denseLayers([128, 64, 10], 'relu', 'softmax'),
    loss: 'categoricalCrossentropy',
    rows: 1472,
    batch: 32,
    steps: [6_000, 230],
  },
  {
    name: '784-256-10, batch 64',
    inputShape: [784],
    layers: denseLayers([256, 10], 'relu', 'softmax'),
    loss: 'categoricalCrossentropy',
    rows: 2048,
    batch: 64,
    steps: [1_500, 128],
  },
  {
    name: '784-1024-1024-10, batch 128',
    inputShape: [784],
    layers: denseLayers([1024, 1024, 10], 'relu', 'softmax'),
    loss: 'categoricalCrossentropy',
    rows: 1024,
    batch: 128,
    steps: [48, 16],
  },
  {
    name: 'CNN 28×28, batch 32',
    inputShape: [28, 28, 1],
    layers: [
      image(8),
      pool,
      image(16),
      pool,
      { type: 'flatten' },
      { type: 'dense', units: 10, activation: 'softmax' },
    ],
    loss: 'categoricalCrossentropy',
    rows: 1024,
    batch: 32,
    steps: [800, 64],
  },
].filter(({ name }) => name.includes(values.only))

const tf = await tensorflow()
const { engine, threads } = await tfjs.info()
console.log(`${engine.name} ${engine.version}, ${threads} thread, Node ${process.versions.node}\n`)
for (const workload of workloads) await compare(workload)

async function compare(workload) {
  const { name, rows, batch, inputShape, layers, loss } = workload
  const width = inputShape.reduce((a, b) => a * b, 1)
  const classes = layers.at(-1).units
  const x = uniforms([1, 1], rows * width)
  const y = Array.from({ length: rows * classes }, (_, i) =>
    Number(i % classes === Math.floor(i / classes) % classes),
  )
  const labels = classes === 1 ? [0, 1, 1, 0] : y
  const spec = sequential({
    inputShape,
    layers: layers.map(({ type, ...options }) => ours[type](options)),
  })
  const data = {
    x: { shape: [rows, ...inputShape], data: Float32Array.from(x) },
    y: { shape: [rows, classes], data: Float32Array.from(labels) },
  }
  const speedOf = async (backend, steps) => {
    const epochs = Math.max(1, Math.round((steps * batch) / rows))
    const run = await fit(spec, data, {
      backend,
      loss,
      optimizer: { name: 'adam', learningRate: 0.001 },
      batchSize: batch,
      epochs,
      seed: 1,
    })
    await run.model.dispose()
    return run.timing.stepsPerSecond
  }
  const model = layersModel(tf, { inputShape, layers, loss, learningRate: 0.001 })
  const own = {
    x: tf.tensor(data.x.data, data.x.shape),
    y: tf.tensor(data.y.data, data.y.shape),
    batch,
  }
  const contenders = {
    'LayersModel.fit': async () => {
      tf.setBackend('tensorflow')
      const { seconds, steps } = await timeOf(model, own, workload.steps[1])
      return steps / seconds
    },
    tfjs: () => speedOf(tfjs, workload.steps[0]),
    native: () => speedOf(native, workload.steps[0]),
    onnx: () => speedOf(onnx, workload.steps[0]),
    'tfjs-wasm': () => speedOf(tfjsWasm, workload.steps[1]),
    'tfjs-cpu': () => speedOf(tfjsCpu, Math.min(40, workload.steps[1])),
  }
  const speeds = Object.fromEntries(Object.keys(contenders).map((key) => [key, []]))
  for (const run of Object.values(contenders)) await run()
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [key, run] of Object.entries(contenders)) speeds[key].push(await run())
  }
  console.log(name)
  const base = median(speeds['LayersModel.fit'])
  for (const [key, list] of Object.entries(speeds)) {
    const speed = median(list)
    const ratio = key === 'LayersModel.fit' ? '' : `  ${(speed / base).toFixed(1)} ×`
    console.log(`  ${key.padEnd(16)} ${Math.round(speed).toString().padStart(7)} steps/s${ratio}`)
  }
  model.dispose()
}

function median(list) {
  const sorted = list.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1]
}
