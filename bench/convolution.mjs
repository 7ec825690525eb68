// Training steps per second of core's interpreter for a small convolutional network on 8×8 images,
// in float32: 3×3×16 relu, pool 2, 3×3×32 relu, pool 2, dense 10; batch 32, plain gradient descent.
import { parseArgs } from 'node:util'
import {
  createProgram,
  differentiate,
  GraphBuilder,
  openInterpreterSession,
  samePadding,
  sizeOf,
} from '@parallax-ml/core'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, help: { type: 'boolean' } },
})
if (values.help) {
  console.log('usage: node bench/convolution.mjs [--rounds 7]\n\nRun `npm run build` first.')
  process.exit(0)
}

const batch = 32
const classes = 10
const epoch = 47 // steps for 1,500 rows
const shapes = {
  kernel1: [3, 3, 1, 16],
  bias1: [1, 1, 1, 16],
  kernel2: [3, 3, 16, 32],
  bias2: [1, 1, 1, 32],
  kernel3: [128, classes],
  bias3: [1, classes],
}

function trainingStep() {
  const b = new GraphBuilder()
  const input = (name, source, shape) => b.input({ name, source, shape, dtype: 'float' })
  const weights = Object.entries(shapes).map(([name, shape]) => input(name, 'state', shape))
  const [kernel1, bias1, kernel2, bias2, kernel3, bias3] = weights
  const x = input('x', 'feed', [batch, 8, 8, 1])
  const y = input('y', 'feed', [batch, classes])
  const block = (images, kernel, bias) => {
    const sides = images.shape.slice(1, 3).flatMap((size) => samePadding(size, 3, 1, 1))
    const convolved = b.add(b.conv2d(images, kernel, { padding: sides }), bias)
    return b.maxPool(b.relu(convolved), { size: [2, 2] })
  }
  const images = block(block(x, kernel1, bias1), kernel2, bias2)
  const logits = b.add(b.matmul(b.reshape(images, [batch, 128]), kernel3), bias3)
  const loss = b.div(b.neg(b.sum(b.mul(y, b.logSoftmax(logits)))), batch)
  const gradients = differentiate(b, loss, weights)
  const updates = Object.fromEntries(
    weights.map((weight, i) => [weight.attributes.name, b.sub(weight, b.mul(gradients[i], 0.1))]),
  )
  return createProgram(b, { outputs: { loss }, updates })
}

const random = (() => {
  let state = 1
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
})()
const numbers = (size, of) => Float32Array.from({ length: size }, of)

const session = openInterpreterSession({ precision: 'float32' })
await session.writeState(
  Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const limit = Math.sqrt(6 / (sizeOf(shape.slice(0, -1)) + 1))
      const data = numbers(sizeOf(shape), () =>
        name.startsWith('bias') ? 0 : limit * (2 * random() - 1),
      )
      return [name, { shape, dtype: 'float', data }]
    }),
  ),
)
const program = await session.compile(trainingStep())
const feeds = {
  x: numbers(epoch * batch * 64, random),
  y: numbers(epoch * batch * classes, (_, i) =>
    Math.floor(i / classes) % classes === i % classes ? 1 : 0,
  ),
}

const rounds = []
for (let round = 0; round <= Number(values.rounds); round++) {
  const started = performance.now()
  const { loss } = await program.runSteps(feeds, epoch)
  const ms = performance.now() - started
  // The first round warms up.
  if (round === 0) console.log(`loss from ${loss[0].toFixed(3)} to ${loss.at(-1).toFixed(3)}`)
  else rounds.push(ms)
}
const median = rounds.toSorted((a, b) => a - b)[rounds.length >> 1]
console.table([
  {
    workload: 'CNN 8×8, batch 32',
    'steps/s': Math.round((1000 * epoch) / median),
    'epoch of 1,500 rows, s': (median / 1000).toFixed(2),
  },
])
