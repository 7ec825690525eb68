// Whether backends take the same steps: the losses of the first 20 and the weights after them, of every
// task of `parallax compare` from one seed, against core's interpreter in float64.
import { parseArgs } from 'node:util'
import { native } from '@parallax-ml/backend-native'
import { onnx } from '@parallax-ml/backend-onnx'
import { tfjs, tfjsCpu, tfjsWasm } from '@parallax-ml/backend-tfjs'
import {
  arbiter,
  boundOfSteps,
  firstSteps,
  largestRelative,
  relativeDistance,
  tasks,
} from '@parallax-ml/cli/measuring'

const help = `usage: node bench/first-losses.mjs [--backends native,onnx,tfjs] [--seed 0]

Prints the largest relative difference of a loss, and the distance of all trained weights relative to their
length. Ends with 1 if one is beyond its bound. Run it after a build (npm run build).`

const known = [native, onnx, tfjs, tfjsWasm, tfjsCpu]
const { values } = parseArgs({
  options: {
    backends: { type: 'string', default: 'native,onnx,tfjs' },
    seed: { type: 'string', default: '0' },
    help: { type: 'boolean' },
  },
})
const names = values.backends.split(',')
if (values.help || !names.every((name) => known.some((backend) => backend.name === name))) {
  console.log(help)
  process.exit(values.help ? 0 : 2)
}

const seed = Number(values.seed)

const worst = { loss: 0, weights: 0 }
console.log('task           backend     loss of 20 steps    weights    bound')
for (const task of tasks) {
  const right = await firstSteps(task, arbiter, seed)
  const bound = boundOfSteps(task.spec)
  for (const backend of known.filter(({ name }) => names.includes(name))) {
    const found = await firstSteps(task, { backend }, seed)
    const loss = largestRelative(found.losses, right.losses)
    const weights = relativeDistance(found.trained, right.trained)
    worst.loss = Math.max(worst.loss, loss)
    worst.weights = Math.max(worst.weights, weights)
    const isBeyond = !(loss <= bound && weights <= bound)
    if (isBeyond) process.exitCode = 1
    const columns = [loss.toExponential(1).padStart(20), weights.toExponential(1).padStart(10)]
    const verdict = `${bound.toExponential(0).padStart(8)}${isBeyond ? '  BEYOND' : ''}`
    console.log(`${task.name.padEnd(14)} ${backend.name.padEnd(7)} ${columns.join(' ')} ${verdict}`)
  }
}
console.log(
  `\nof ${tasks.length} tasks on ${names.join(', ')}: worst relative difference of a loss ${worst.loss.toExponential(1)}, of all weights ${worst.weights.toExponential(1)}`,
)
