// First and second derivatives of every operation against central differences in float64, and
// random graphs with random state updates in float32 against float64: the worst deviations.
import { parseArgs } from 'node:util'
import { allCases, runCase } from '@parallax-ml/conformance/cases'
import { interpreter } from '@parallax-ml/core'

const help = `usage: node bench/gradients.mjs

Runs the levels 'gradients' (float64) and 'random graphs' (float32) of the conformance suite on the
interpreter and prints how far they deviate. Run it after a build (npm run build).`

if (parseArgs({ options: { help: { type: 'boolean' } } }).values.help) {
  console.log(help)
  process.exit(0)
}

/** The bounds of the two levels, of which runCase gives the share that was used. */
const gradientBound = 1e-6
const graphBound = 2e-5

const worst = new Map()
for (const one of allCases().filter(({ level }) => level === 'gradients')) {
  const result = await runCase(one, interpreter, 'float64')
  if (result.outcome !== 'passed') throw result.error
  const [operation, order] = one.name.split(': ')
  worst.set(operation, { ...worst.get(operation), [order]: result.worst * gradientBound })
}
const show = (deviation) => deviation?.toExponential(1) ?? '–'
console.log('Derivatives against central differences (h = 1e-5), relative to the largest or 1\n')
console.log('operation      first    second')
for (const [operation, orders] of worst) {
  const [first, second] = ['first derivative', 'second derivative'].map((order) =>
    show(orders[order]),
  )
  console.log(`${operation.padEnd(12)} ${first.padStart(7)}   ${second.padStart(7)}`)
}
const all = [...worst.values()].flatMap((orders) => Object.values(orders))
const shares = []
for (const one of allCases().filter(({ level }) => level === 'random graphs')) {
  const result = await runCase(one, interpreter, 'float32')
  if (result.outcome !== 'passed') throw result.error
  shares.push(result.worst)
}
const [derivative, graph] = [Math.max(...all), Math.max(...shares) * graphBound].map(show)
console.log(
  `\nderivatives of ${worst.size} operations: worst deviation ${derivative}; 1,000 random graphs, float32 against float64: ${graph}`,
)
