// Memory of a long training run: at the start, in the middle, at the end.
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { native } from '@parallax-ml/backend-native'
import { dense, fit, sequential } from '@parallax-ml/core'

const { values } = parseArgs({
  options: { steps: { type: 'string', default: '200000' }, help: { type: 'boolean' } },
})
if (values.help) {
  console.log(
    'usage: node bench/memory.mjs [--steps 200000]\n\nTrains XOR (2-8-1, Adam) step by step; run it after a build (npm run build).',
  )
  process.exit(0)
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
const steps = Number(values.steps)
const points = [0.05, 0.5, 1].map((share) => Math.round(steps * share))
const rows = []
const spec = sequential({
  inputShape: [2],
  layers: [dense({ units: 8, activation: 'tanh' }), dense({ units: 1, activation: 'sigmoid' })],
})
const xor = {
  x: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  y: [[0], [1], [1], [0]],
}
await fit(spec, xor, {
  backend: native,
  loss: 'binaryCrossentropy',
  epochs: steps,
  onProgress({ step }) {
    if (step < points[0]) return
    points.shift()
    collect()
    const { heapUsed, arrayBuffers, rss } = process.memoryUsage()
    const [heap, buffers, resident] = [heapUsed, arrayBuffers, rss].map((bytes) =>
      (bytes / 2 ** 20).toFixed(1),
    )
    rows.push({ step, 'heap, MiB': heap, 'buffers, MiB': buffers, 'resident, MiB': resident })
  },
})
console.table(rows)
