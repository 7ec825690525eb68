// Who takes part. A contender says why it cannot, or gives what it can do with a workload:
// `train(ms)` → steps per second, `predict(ms)` → rows per second, `latency(ms)` → µs for one row.
import { createSyncModel, native } from '@parallax-ml/backend-native'
import { createModel, fit, interpreter } from '@parallax-ml/core'
import { capture, datasetOf, fitOptions, opened } from '../suite/captured.mjs'
import { rate } from '../suite/rate.mjs'
import { dataOf, specOf } from '../suite/workloads.mjs'
import { brainJs } from './brain.mjs'
import { handWritten } from './hand-written.mjs'
import { handWrittenCnn } from './hand-written-cnn.mjs'
import { tensorflowJs } from './tfjs.mjs'

const modelOf = (workload, backend) => createModel(specOf(workload), { backend, seed: 7 })

/** The steps of a program without the loop around them. */
const programOn = (backend, note) => ({
  note,
  async open(workload) {
    return {
      async train(ms) {
        const program = await opened(backend, await capture(workload))
        return rate(ms, program.steps, () => program.chunk())
      },
      async predict(ms) {
        const model = modelOf(workload, backend)
        const { x } = datasetOf(workload)
        return rate(ms, workload.rows, () => model.predict(x))
      },
      async latency(ms) {
        const model = modelOf(workload, backend)
        const { data } = datasetOf(workload).x
        const row = {
          shape: [1, ...architectureShape(model)],
          data: data.slice(0, dataOf(workload).width),
        }
        return 1e6 / (await rate(ms, 1, () => model.predict(row)))
      },
    }
  },
})

const architectureShape = (model) => Object.values(model.architecture.inputRows)[0].shape

/** The whole of `fit`: loop, history, schedules and all. */
const fitOn = (backend) => ({
  note: 'the whole of fit()',
  async open(workload) {
    const perEpoch = Math.ceil(workload.rows / workload.batch)
    const run = (epochs) =>
      fit(specOf(workload), datasetOf(workload), { ...fitOptions(workload), backend, epochs })
    return {
      async train(ms) {
        let epochs = 2
        let timing = (await run(epochs)).timing
        // As many epochs as fill the time.
        while (timing.trainMs < ms / 2) {
          epochs = Math.ceil(Math.min(epochs * 8, (epochs * ms) / Math.max(timing.trainMs, 1)))
          timing = (await run(epochs)).timing
        }
        return (1000 * epochs * perEpoch) / timing.trainMs
      },
    }
  },
})

const byHand = {
  note: 'plain loops over Float32Array',
  unavailable: ({ normalized }) => (normalized ? 'no batch norm' : undefined),
  async open(workload) {
    const weights = Object.values(modelOf(workload, interpreter).weights()).map(({ data }) => data)
    const make = workload.kind === 'dense' ? handWritten : handWrittenCnn
    const { x, y, width, classes } = dataOf(workload)
    const step = make({ ...workload, weights })
    const batch = [x.slice(0, workload.batch * width), y.slice(0, workload.batch * classes)]
    return { train: (ms) => rate(ms, 1, () => step(...batch)) }
  },
}

const synchronous = {
  note: 'createSyncModel',
  async open(workload) {
    const model = createSyncModel(modelOf(workload, native))
    const row = dataOf(workload).x.slice(0, dataOf(workload).width)
    return { latency: async (ms) => 1e6 / (await rate(ms, 1, () => model.predict(row))) }
  },
}

export const contenders = {
  native: programOn(native, 'steps of the compiled program'),
  'native, fit': fitOn(native),
  'native, synchronous': synchronous,
  interpreter: programOn(interpreter, 'core, a kernel per node'),
  'by hand': byHand,
  'tfjs wasm': tensorflowJs('wasm'),
  'tfjs cpu': tensorflowJs('cpu'),
  'tfjs node': tensorflowJs('node'),
  'brain.js': brainJs,
}
