// Memory of the backend onnx: over a long training, and over many sessions opened and closed.
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createOnnxBackend } from '@parallax-ml/backend-onnx'
import { createModel, dense, fit, sequential } from '@parallax-ml/core'

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '20000' },
    cycles: { type: 'string', default: '200' },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  console.log(
    'usage: node bench/onnx-memory.mjs [--steps 20000] [--cycles 200]\n\nTrains 64-128-64-10, then opens and closes models of as many sizes; run it after a build (npm run build).',
  )
  process.exit(0)
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
const rows = []
function note(what) {
  collect()
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage()
  const [heap, buffers, resident] = [heapUsed, arrayBuffers, rss].map((bytes) =>
    (bytes / 2 ** 20).toFixed(1),
  )
  rows.push({ what, 'heap, MiB': heap, 'buffers, MiB': buffers, 'resident, MiB': resident })
}

const backend = createOnnxBackend()
const relu = { activation: 'relu' }
const spec = sequential({
  inputShape: [64],
  layers: [
    dense({ units: 128, ...relu }),
    dense({ units: 64, ...relu }),
    dense({ units: 10, activation: 'softmax' }),
  ],
})
const count = 32
const x = {
  shape: [count, 64],
  data: Float32Array.from({ length: count * 64 }, (_, i) => Math.sin(i)),
}
const y = Int32Array.from({ length: count }, (_, i) => i % 10)
const steps = Number(values.steps)
const points = [0.05, 0.5, 1].map((share) => Math.round(steps * share))
const { model } = await fit(
  spec,
  { x, y },
  {
    backend,
    loss: 'sparseCategoricalCrossentropy',
    epochs: steps,
    batchSize: count,
    onProgress({ step }) {
      if (step < points[0]) return
      points.shift()
      note(`step ${step}`)
    },
  },
)
await model.dispose()

// Every size is a program of its own, so that each is loaded and released.
const cycles = Number(values.cycles)
for (let cycle = 1; cycle <= cycles; cycle++) {
  const layers = [dense({ units: cycle, ...relu }), dense({ units: 10, activation: 'softmax' })]
  const own = createModel(sequential({ inputShape: [64], layers }), { backend })
  await own.predict(x)
  await own.dispose()
  if ([20, cycles / 2, cycles].includes(cycle)) note(`opened and closed ${cycle} times`)
}
console.table(rows)
