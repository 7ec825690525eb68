import type { CaseContext, ConformanceCase } from '../case.js'
import { arbitrate, execute } from '../execute.js'
import { randomProgram } from '../samples/random-program.js'

/** Random graphs of the suite, and how many make a case. */
const graphs = 1000
const perCase = 50

/** Deviation allowed after three steps, relative to 1 + |value|. */
const allowed = { float32: 2e-5, float64: 1e-12 } as const

/** Random graphs with random state updates, against the arbiter. */
export const randomGraphCases = (): ConformanceCase[] =>
  Array.from({ length: graphs / perCase }, (_, i) => {
    const first = i * perCase
    return {
      level: 'random graphs',
      name: `graphs ${first} to ${first + perCase - 1}`,
      async run(context) {
        for (let seed = first; seed < first + perCase; seed++) await checkGraph(context, seed)
      },
    }
  })

/** Compares outputs and state of one random program after some steps. */
async function checkGraph(context: CaseContext, seed: number): Promise<void> {
  const execution = randomProgram(seed)
  const expected = await arbitrate(execution)
  const actual = await execute(context.backend, context.precision, execution)
  const size = allowed[context.precision]
  const bound = { absolute: size, relative: size }
  for (const [name, values] of Object.entries(expected.outputs)) {
    context.compare(actual.outputs[name]!, values, bound, `graph ${seed}, ${name}`)
  }
  for (const [name, { data }] of Object.entries(expected.state)) {
    context.compare(actual.state[name]!.data, data, bound, `graph ${seed}, ${name}`)
  }
}
