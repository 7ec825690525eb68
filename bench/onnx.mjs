// Training steps per second of the backend onnx, one thread, beside hand-written loops for the same
// network, batch and optimiser, and beside PyTorch where python3 has it: interleaved, medians, ratios.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createOnnxBackend } from '@parallax-ml/backend-onnx'
import {
  conv2d,
  createModel,
  dense,
  fit,
  flatten,
  interpreter,
  maxPooling2d,
  sequential,
} from '@parallax-ml/core'
import { handWritten } from './contenders/hand-written.mjs'
import { handWrittenCnn } from './contenders/hand-written-cnn.mjs'
import { stopwatch } from './suite/stopwatch.mjs'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, help: { type: 'boolean' } },
})
if (values.help) {
  console.log('usage: node bench/onnx.mjs [--rounds 7]\n\nRun `npm run build` first.')
  process.exit(0)
}

const classes = 10
const relu = { activation: 'relu' }
const last = dense({ units: classes, activation: 'softmax' })
const mlp = (sizes, batch, steps, handSteps) => ({
  name: `${sizes.join('-')}, batch ${batch}`,
  inputShape: [sizes[0]],
  layers: [...sizes.slice(1, -1).map((units) => dense({ units, ...relu })), last],
  batch,
  steps,
  handSteps,
  byHand: (weights) => {
    const step = handWritten({ sizes, batch, ...relu, output: 'softmax', weights, learningRate })
    return (x, y) => step(x, oneHot(y))
  },
})
const filters = (count) => [conv2d({ filters: count, kernelSize: 3, ...relu }), maxPooling2d()]
const learningRate = 0.001
const workloads = [
  mlp([64, 128, 64, 10], 32, 8000, 400),
  mlp([784, 256, 10], 64, 1000, 20),
  {
    name: 'CNN 28×28, batch 32',
    inputShape: [28, 28, 1],
    layers: [...filters(8), ...filters(16), flatten(), last],
    batch: 32,
    steps: 400,
    handSteps: 20,
    byHand: (weights) => {
      const step = handWrittenCnn({ batch: 32, weights, learningRate })
      return (x, y) => step(x, oneHot(y))
    },
  },
]

const random = (() => {
  let state = 1
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
})()

const oneHot = (y) =>
  Float32Array.from(
    { length: y.length * classes },
    (_, i) => +(y[Math.floor(i / classes)] === i % classes),
  )

/** Steps per second of PyTorch with fused Adam, or undefined where there is none. */
function pytorch(index) {
  const script = join(import.meta.dirname, 'contenders', 'pytorch.py')
  const { status, stdout } = spawnSync('python3', [script, String(index)], { encoding: 'utf8' })
  return status === 0 ? Number(stdout) : undefined
}

async function measure(workload, index) {
  const { name, inputShape, layers, batch, steps, handSteps, byHand } = workload
  const spec = sequential({ inputShape, layers })
  const size = inputShape.reduce((a, b) => a * b, 1)
  const x = Float32Array.from({ length: batch * size }, random)
  const y = Int32Array.from({ length: batch }, (_, i) => i % classes)
  const weights = createModel(spec, { backend: interpreter }).weights()
  const step = byHand(Object.values(weights).map(({ data }) => data))
  const train = async (count) => {
    const { watch, backend } = stopwatch(createOnnxBackend())
    const { history } = await fit(
      spec,
      { x: { shape: [batch, ...inputShape], data: x }, y },
      {
        backend,
        loss: 'sparseCategoricalCrossentropy',
        optimizer: { name: 'adam', learningRate },
        epochs: count,
        batchSize: batch,
        shuffle: false,
      },
    )
    return { rate: (1000 * count) / watch.ms, losses: history.loss }
  }
  const first = await train(10)
  const gaps = first.losses.map((loss) => Math.abs(loss - step(x, y)) / loss)
  console.log(`${name}: the first 10 losses agree to ${Math.max(...gaps).toExponential(1)}`)
  const rounds = []
  for (let round = 0; round < Number(values.rounds); round++) {
    const started = performance.now()
    for (let i = 0; i < handSteps; i++) step(x, y)
    const hand = (1000 * handSteps) / (performance.now() - started)
    rounds.push({ hand, own: (await train(steps)).rate, torch: pytorch(index) })
  }
  const median = (of) => rounds.map(of).toSorted((a, b) => a - b)[rounds.length >> 1]
  const torch = median((round) => round.torch)
  return {
    workload: name,
    'by hand, steps/s': Math.round(median(({ hand }) => hand)),
    'onnx, steps/s': Math.round(median(({ own }) => own)),
    'ratio to by hand': median(({ hand, own }) => own / hand).toFixed(1),
    'PyTorch, steps/s': torch === undefined ? 'none here' : Math.round(torch),
    'ratio to PyTorch': torch && median((round) => round.own / round.torch).toFixed(2),
  }
}

const rows = []
for (const [i, workload] of workloads.entries()) rows.push(await measure(workload, i))
console.table(rows)
