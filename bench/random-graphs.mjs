// The random graphs of the conformance suite, with random updates of their state: the worst
// disagreement of the native backend, relative to 1 + |value|, with core's interpreter in float64.
import { parseArgs } from 'node:util'
import { native } from '@parallax-ml/backend-native'
import { randomProgram } from '@parallax-ml/conformance/cases'
import { interpreter } from '@parallax-ml/core'

const { values } = parseArgs({
  options: { graphs: { type: 'string', default: '1000' }, help: { type: 'boolean' } },
})
if (values.help) {
  console.log('usage: node bench/random-graphs.mjs [--graphs 1000]\n\nRun `npm run build` first.')
  process.exit(0)
}

/** Outputs and state after the steps of a program, by name. */
async function results(backend, precision, { program, state, feeds, steps }) {
  const session = await backend.open({ precision })
  await session.writeState(state)
  const compiled = await session.compile(program)
  const outputs = await compiled.runSteps(feeds, steps)
  const after = Object.entries(await session.readState())
  await session.dispose()
  return { ...outputs, ...Object.fromEntries(after.map(([name, { data }]) => [name, data])) }
}

const worst = { float32: { off: 0 }, float64: { off: 0 } }
let numbers = 0
let updated = 0
for (let seed = 0; seed < Number(values.graphs); seed++) {
  const execution = randomProgram(seed)
  const right = await results(interpreter, 'float64', execution)
  updated += Object.keys(execution.program.updates).length
  for (const precision of ['float32', 'float64']) {
    const found = await results(native, precision, execution)
    for (const [name, expected] of Object.entries(right)) {
      if (found[name].length !== expected.length) throw new Error(`graph ${seed}: ${name}`)
      numbers += precision === 'float32' ? expected.length : 0
      expected.forEach((value, i) => {
        const isSame = Object.is(value, found[name][i])
        const off = isSame ? 0 : Math.abs(found[name][i] - value) / (1 + Math.abs(value))
        // NaN on one side alone must not go unnoticed.
        if (!(off <= worst[precision].off)) worst[precision] = { off, graph: seed, value: name }
      })
    }
  }
}
const bounds = { float32: 2e-5, float64: 1e-12 }
console.log(`${values.graphs} graphs, ${updated} updates of state, ${numbers} numbers`)
console.table(
  Object.entries(worst).map(([precision, { off, graph, value }]) => ({
    precision,
    'worst disagreement': off.toExponential(1),
    graph,
    value,
  })),
)
if (Object.entries(bounds).some(([precision, bound]) => !(worst[precision].off <= bound)))
  process.exitCode = 1
const figures = Object.entries(worst).map(
  ([precision, { off }]) =>
    `${off.toExponential(1)} in ${precision} (bound ${bounds[precision].toExponential(0)})`,
)
console.log(`${values.graphs} random graphs: worst deviation ${figures.join(', ')}`)
