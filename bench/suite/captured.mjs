// A training step as a backend gets it, with feeds for some steps: to time programs without the loop.
import { fit, interpreter } from '@parallax-ml/core'
import { dataOf, lossOf, specOf } from './workloads.mjs'

/** Options of a fit of a workload. */
export const fitOptions = (workload) => ({
  loss: lossOf(workload),
  optimizer: { name: 'adam', learningRate: workload.learningRate },
  batchSize: workload.batch,
  seed: 7,
})

export function datasetOf(workload) {
  const { x, y, width, classes } = dataOf(workload)
  const shape = workload.kind === 'dense' ? [workload.rows, width] : [workload.rows, 28, 28, 1]
  return { x: { shape, data: x }, y: { shape: [workload.rows, classes], data: y } }
}

class Captured extends Error {}

/** What `fit` would give a backend: state, bound data, the program, and the feeds of a chunk. */
export async function capture(workload, epochs = 100) {
  const found = { state: {}, bound: {} }
  const recorder = {
    ...interpreter,
    open: async () => ({
      writeState: async (state) => Object.assign(found.state, state),
      bind: async (name, tensor) => {
        found.bound[name] = tensor
      },
      compile: async (program) => {
        found.program = program
        return {
          runSteps: async (feeds, steps) => {
            Object.assign(found, { feeds, steps })
            throw new Captured()
          },
          dispose: async () => {},
        }
      },
      dispose: async () => {},
    }),
  }
  const options = { ...fitOptions(workload), backend: recorder, epochs }
  await fit(specOf(workload), datasetOf(workload), options).catch((error) => {
    if (!(error instanceof Captured)) throw error
  })
  return found
}

/** The program on a backend, ready to run its chunk of steps again and again. */
export async function opened(
  backend,
  { state, bound, program, feeds, steps },
  precision = 'float32',
) {
  const session = await backend.open({ precision })
  await session.writeState(state)
  for (const [name, tensor] of Object.entries(bound)) await session.bind(name, tensor)
  const started = performance.now()
  const compiled = await session.compile(program)
  const compileMs = performance.now() - started
  return { session, compileMs, steps, chunk: () => compiled.runSteps(feeds, steps) }
}
