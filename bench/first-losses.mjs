// Whether backends take the same steps: the losses of the first 20 and the weights after an epoch or so,
// of every task of `parallax compare` from one seed, against core's interpreter in float64.
import { parseArgs } from 'node:util'
import { native } from '@parallax-ml/backend-native'
import { onnx } from '@parallax-ml/backend-onnx'
import { tfjs, tfjsCpu, tfjsWasm } from '@parallax-ml/backend-tfjs'
import { tasks } from '@parallax-ml/cli/measuring'
import { fit, interpreter } from '@parallax-ml/core'

const help = `usage: node bench/first-losses.mjs [--backends native,onnx,tfjs] [--seed 0]

Prints the largest relative difference of a loss, and the distance of all weights relative to their
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

const steps = 20
const seed = Number(values.seed)
/** Sums over windows are added up in other orders, so convolutions get three times as much. */
const boundOf = ({ layers = [] }) => (layers.some(({ type }) => /^conv/.test(type)) ? 3e-5 : 1e-5)

console.log('task           backend     loss of 20 steps    weights    bound')
for (const task of tasks) {
  const right = await firstSteps(task, { backend: interpreter, precision: 'float64' })
  const bound = boundOf(task.spec)
  for (const backend of known.filter(({ name }) => names.includes(name))) {
    const found = await firstSteps(task, { backend })
    const loss = Math.max(
      ...right.losses.map((value, i) => Math.abs(found.losses[i] - value) / Math.abs(value)),
    )
    const weights = distance(found.weights, right.weights) / length(right.weights)
    const isBeyond = !(loss <= bound && weights <= bound)
    if (isBeyond) process.exitCode = 1
    const columns = [loss.toExponential(1).padStart(20), weights.toExponential(1).padStart(10)]
    const verdict = `${bound.toExponential(0).padStart(8)}${isBeyond ? '  BEYOND' : ''}`
    console.log(`${task.name.padEnd(14)} ${backend.name.padEnd(7)} ${columns.join(' ')} ${verdict}`)
  }
}

/** Losses of the first steps of a task, and all weights after the epochs that hold them. */
async function firstSteps({ spec, training, data }, engine) {
  const { train } = data(seed)
  const losses = []
  const callback = {
    name: 'first losses',
    begin: () => ({ logStep: ({ loss }) => losses.length < steps && losses.push(loss) }),
  }
  const stepsPerEpoch = Math.ceil(train.y.length / (training.batchSize ?? 32))
  const epochs = Math.ceil(steps / stepsPerEpoch)
  const { model } = await fit(spec, train, {
    ...training,
    ...engine,
    epochs,
    seed,
    callbacks: [callback],
  })
  const weights = Object.values(model.weights()).flatMap((tensor) => [...tensor.data])
  await model.dispose()
  if (losses.length !== steps) throw new Error(`${losses.length} losses instead of ${steps}`)
  return { losses, weights }
}

function distance(a, b) {
  return length(a.map((value, i) => value - b[i]))
}

function length(vector) {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
}
