// Outputs and gradients of every layer against golden values from outside: the worst deviation of
// each, in float64 from the values themselves, in float32 from float64.
import { parseArgs } from 'node:util'
import { native } from '@parallax-ml/backend-native'
import { allCases, runCase } from '@parallax-ml/conformance/cases'

const help = `usage: node bench/layers.mjs

Runs the layers of the conformance suite on the native backend and prints how far their outputs and
gradients deviate, relative to the mean of 1 and the number. Run it after a build (npm run build).`

if (parseArgs({ options: { help: { type: 'boolean' } } }).values.help) {
  console.log(help)
  process.exit(0)
}

/** The bounds of the suite, of which runCase gives the share that was used. */
const bounds = { float32: 2e-6, float64: 1e-12 }

const worst = new Map()
// Noise and dropout are held against their distributions, by bounds of their own.
const compared = ({ name }) => /^layer (?!.*(dropout|noise))/i.test(name)
for (const one of allCases().filter(compared)) {
  const layer = one.name.slice('layer '.length).split(':')[0]
  const own = worst.get(layer) ?? { cases: 0, float32: 0, float64: 0 }
  own.cases++
  for (const precision of one.precisions ?? ['float32', 'float64']) {
    const result = await runCase(one, native, precision)
    if (result.outcome !== 'passed') throw result.error
    own[precision] = Math.max(own[precision], result.worst * bounds[precision])
  }
  worst.set(layer, own)
}
console.log('layer                     cases    float64    float32')
for (const [layer, { cases, float64, float32 }] of worst) {
  const numbers = [float64, float32].map((value) => value.toExponential(1).padStart(9))
  console.log(`${layer.padEnd(24)} ${String(cases).padStart(6)}  ${numbers.join('  ')}`)
}
const figures = ['float64', 'float32'].map((precision) => {
  const largest = Math.max(...[...worst.values()].map((own) => own[precision]))
  return `${largest.toExponential(1)} in ${precision}`
})
const cases = [...worst.values()].reduce((sum, own) => sum + own.cases, 0)
console.log(
  `\n${worst.size} kinds of layers, ${cases} cases: worst deviation ${figures.join(', ')}`,
)
