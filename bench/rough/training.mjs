// Many steps of training: memory must be as flat at the end as it was at the start.
import { counterOf, makeBackend } from './backends.mjs'
import { memoryLog, memoryRows } from './memory.mjs'
import { middle, train, xor } from './networks.mjs'

const points = 100

async function long(what, network, { backend, steps, counts, quick }) {
  const { x } = network.data
  const stepsPerEpoch = (x.shape?.[0] ?? x.length) / network.options.batchSize
  const log = memoryLog(counts)
  const due = Array.from({ length: points }, (_, i) => steps * (0.05 + (0.95 * i) / (points - 1)))
  const { model, stopped } = await train(network, {
    backend,
    epochs: Math.ceil(steps / stepsPerEpoch),
    onProgress({ step }) {
      if (step < due[0]) return
      while (due[0] <= step) due.shift()
      log.note(step)
    },
  })
  await model.dispose()
  return [
    {
      what: `${what}: steps`,
      found: String(stopped.step),
      bound: `≥ ${steps}`,
      ok: stopped.step >= steps,
    },
    ...memoryRows(what, log.samples, { quick }),
  ]
}

/** XOR, whose steps are all overhead, and a network with random draws and running moments. */
export async function training(name, { steps, middleSteps, quick }) {
  const backend = makeBackend(name)
  const counts = await counterOf(name)
  return [
    ...(await long('XOR 2-8-1', xor({ times: 250 }), { backend, counts, quick, steps })),
    ...(await long('64-128-64-10', middle(), { backend, counts, quick, steps: middleSteps })),
  ]
}
