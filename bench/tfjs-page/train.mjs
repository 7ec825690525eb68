// Runs in Node and in pages alike.
import { fit } from '@parallax-ml/core'
import { datasetOf, fitOptions } from '../suite/captured.mjs'
import { specOf, workloads } from '../suite/workloads.mjs'

/** Workloads of the bench, and one of them with fewer rows. */
const all = { ...workloads, 'small cnn': { ...workloads.cnn, batch: 4, rows: 8 } }

/** Trains a workload of the bench; losses by epoch, answers to the first rows, and steps per second. */
export async function train(backend, name, epochs, precision = 'float32') {
  const workload = all[name]
  const data = datasetOf(workload)
  const options = { ...fitOptions(workload), backend, epochs, precision }
  const run = await fit(specOf(workload), data, options)
  const { data: answers } = await run.model.predict(data.x)
  await run.model.dispose()
  const { stepsPerSecond } = run.timing
  return { losses: run.history.loss, answers: [...answers.subarray(0, 4)], stepsPerSecond }
}
