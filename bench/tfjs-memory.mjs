// Whether the tfjs backend keeps anything: tensors and resident memory over many steps of training, and
// over many programs that are compiled, run and disposed of.
import { parseArgs } from 'node:util'
import { tfjs } from '@parallax-ml/backend-tfjs'
import { dense, fit, sequential } from '@parallax-ml/core'
import { tensorflow } from './contenders/layers-model.mjs'

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '20000' },
    cycles: { type: 'string', default: '200' },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  console.log(
    'usage: node bench/tfjs-memory.mjs [--steps 20000] [--cycles 200]\n\nRun `npm run build` first.',
  )
  process.exit(0)
}

const tf = await tensorflow()
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
const options = { backend: tfjs, loss: 'binaryCrossentropy', optimizer: { name: 'adam' }, seed: 1 }

/** Node's own heap comes and goes; what is compared is what is left when it has been collected. */
function report(what) {
  globalThis.gc?.()
  const { numTensors } = tf.memory()
  const megabytes = process.memoryUsage().rss / 2 ** 20
  const models = tf.node.getNumOfSavedModels()
  console.log(
    `${what.padEnd(28)} ${String(numTensors).padStart(6)} tensors ${String(models).padStart(4)} programs ${megabytes.toFixed(0).padStart(7)} MiB`,
  )
}

async function train(epochs) {
  const { model } = await fit(spec, xor, { ...options, epochs })
  await model.predict(xor.x)
  await model.dispose()
}

await train(50)
report('warm')
for (let part = 1; part <= 4; part++) {
  await train(Number(values.steps) / 4)
  report(`after ${(part * Number(values.steps)) / 4} steps`)
}
for (let part = 1; part <= 4; part++) {
  for (let i = 0; i < Number(values.cycles) / 4; i++) await train(1)
  report(`after ${(part * Number(values.cycles)) / 4} cycles`)
}
