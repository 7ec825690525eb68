// Save here, resume there: trainings that one backend begins and another one ends, for every ordered pair,
// against trainings that nothing interrupts.
import { parseArgs } from 'node:util'
import { native } from '@parallax-ml/backend-native'
import { onnx } from '@parallax-ml/backend-onnx'
import { tfjs, tfjsCpu, tfjsWasm } from '@parallax-ml/backend-tfjs'
import {
  arbiter,
  interruptedTrainings,
  lossDifference,
  resumeBound,
  resumedLosses,
  unbrokenLosses,
} from '@parallax-ml/cli/measuring'

const help = `usage: node bench/resume.mjs [--backends native,onnx,tfjs]

Trains wines with batch normalisation, dropout and a schedule, by Adam and by SGD with momentum, stops amid an
epoch, and goes on from the checkpoint on another backend. Prints the largest relative difference of a loss of
any step after that, or of any epoch on training or test rows, from those of whole trainings. Ends with 1 if
one is beyond the bound. Run it after a build (npm run build).`

const known = [native, onnx, tfjs, tfjsWasm, tfjsCpu]
const { values } = parseArgs({
  options: {
    backends: { type: 'string', default: 'native,onnx,tfjs' },
    help: { type: 'boolean' },
  },
})
const names = values.backends.split(',')
if (values.help || !names.every((name) => known.some((backend) => backend.name === name))) {
  console.log(help)
  process.exit(values.help ? 0 : 2)
}
const backends = known.filter(({ name }) => names.includes(name))

let worst = 0
let pairs = 0
const show = (difference) => difference.toExponential(1)
for (const training of interruptedTrainings()) {
  const whole = { [arbiter.name]: await unbrokenLosses(training, arbiter.backend, 'float64') }
  for (const backend of backends) whole[backend.name] = await unbrokenLosses(training, backend)
  const { name, before } = training
  console.log(
    `\n${name}, interrupted after ${before} of ${before + whole.float64.steps.length} steps`,
  )
  const apart = backends.map((backend) =>
    show(lossDifference(whole[backend.name], whole[arbiter.name])),
  )
  console.log(
    `whole trainings on ${backends.map(({ name }) => name).join(', ')} against float64: ${apart.join(', ')}\n`,
  )
  const titles = Object.keys(whole).map((reference) => reference.padStart(9))
  console.log(`begun on   ended on     against:${titles.join(' ')}    bound`)
  for (const from of backends) {
    for (const to of backends.filter((backend) => backend !== from)) {
      const found = await resumedLosses(training, from, to)
      const gaps = Object.values(whole).map((right) => lossDifference(found, right))
      pairs++
      worst = Math.max(worst, ...gaps)
      const isBeyond = !gaps.every((gap) => gap <= resumeBound)
      if (isBeyond) process.exitCode = 1
      const cells = gaps.map((gap) => show(gap).padStart(9)).join(' ')
      const verdict = `${show(resumeBound).padStart(8)}${isBeyond ? '  BEYOND' : ''}`
      console.log(`${from.name.padEnd(10)} ${to.name.padEnd(20)} ${cells} ${verdict}`)
    }
  }
}
console.log(
  `\n${pairs} resumed trainings: worst relative difference of a loss ${show(worst)}, bound ${show(resumeBound)}`,
)
