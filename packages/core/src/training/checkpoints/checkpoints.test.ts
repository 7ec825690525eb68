import { describe, expect, test } from 'vitest'
import type { BackendV1 } from '../../backend/contract.js'
import type { Dataset } from '../../data/source.js'
import { interpreter } from '../../interpreter/backend.js'
import { batchNormalization } from '../../layers/batch-normalization.js'
import { dense } from '../../layers/dense.js'
import { dropout } from '../../layers/dropout.js'
import { sequential } from '../../spec/sequential.js'
import type { Callback } from '../callbacks/callback.js'
import { freezeLayers } from '../callbacks/freeze-layers.js'
import { reduceLearningRateOnPlateau } from '../callbacks/reduce-learning-rate.js'
import { fit } from '../fit.js'
import type { FitOptions } from '../options.js'
import { type CheckpointStore, memoryStore } from './store.js'

/** Thirteen rows: batches of five leave a last one of three. */
const data: Dataset = {
  x: Array.from({ length: 13 }, (_, i) => [i / 6 - 1, Math.sin(i)]),
  y: Array.from({ length: 13 }, (_, i) => [Math.cos(i / 3)]),
}
const spec = sequential({
  inputShape: [2],
  layers: [
    dense({ units: 6, name: 'body' }),
    batchNormalization(),
    dropout({ rate: 0.2 }),
    dense({ units: 1, name: 'head' }),
  ],
})
const options: FitOptions = {
  backend: interpreter,
  loss: 'meanSquaredError',
  metrics: ['meanAbsoluteError'],
  epochs: 9,
  batchSize: 5,
  seed: 3,
}
const steps = 27

/** As if the process had been killed after some steps: nothing is written there any more. */
function killAfter(step: number): Callback {
  return {
    name: 'killer',
    begin: () => ({
      onSteps(training) {
        if (training.step >= step) throw new Error('killed')
      },
    }),
  }
}

async function killed(step: number, store: CheckpointStore, changes: Partial<FitOptions>) {
  const { callbacks = [] } = changes
  const call = fit(spec, data, {
    ...options,
    ...changes,
    callbacks: [...callbacks, killAfter(step)],
    checkpoint: { everySteps: 1, ...changes.checkpoint, store },
  })
  await expect(call).rejects.toThrow('killed')
}

const variants: [string, Partial<FitOptions>][] = [
  ['Adam', {}],
  ['Adam in float64', { precision: 'float64' }],
  [
    'running means and accumulated gradients',
    {
      optimizer: { name: 'adam', useEma: true, gradientAccumulationSteps: 4 },
    },
  ],
  ['Adafactor, whose slots have sizes of their own', { optimizer: 'adafactor' }],
  [
    'a schedule, decay and momentum',
    {
      optimizer: {
        name: 'sgd',
        learningRate: { name: 'cosineDecay', initialLearningRate: 0.1, decaySteps: 30 },
        momentum: 0.9,
        weightDecay: 0.01,
      },
    },
  ],
  [
    'validation and early stopping',
    {
      validationData: data,
      earlyStopping: { patience: 7, minDelta: 0.05 },
    },
  ],
  [
    'a falling rate',
    {
      callbacks: [reduceLearningRateOnPlateau({ patience: 1, minDelta: 0.1, cooldown: 1 })],
    },
  ],
  [
    'layers that freeze and learn again',
    {
      callbacks: [
        freezeLayers({ layers: ['body'], until: 2 }),
        freezeLayers({ layers: ['head'], from: 4, until: 6 }),
      ],
    },
  ],
]

describe.each(variants)('a run with %s', (_, changes) => {
  test.each([1, 4, 7, 15, 23])('killed at step %i goes on to the bit', async (step) => {
    const whole = await fit(spec, data, { ...options, ...changes })
    const store = memoryStore()
    await killed(step + 1, store, changes)
    const run = await fit(spec, data, { ...options, ...changes, checkpoint: { store } })
    expect(run.resumed!.step).toBeGreaterThanOrEqual(Math.min(step, whole.stopped.step))
    expect(run.resumed).toMatchObject({ samePath: true, damaged: [] })
    expect(run.history).toEqual(whole.history)
    expect(run.model.weights()).toEqual(whole.model.weights())
    expect(run.stopped).toEqual(whole.stopped)
  })
})

describe('checkpoints', () => {
  const keep = (store: CheckpointStore, changes: Partial<FitOptions> = {}) =>
    fit(spec, data, { ...options, ...changes, checkpoint: { store, ...changes.checkpoint } })

  test('as many as asked are kept, named by step', async () => {
    const store = memoryStore()
    await keep(store, { checkpoint: { store, everyEpochs: 2, keep: 3 } })
    expect(await store.list()).toEqual([
      'checkpoint-000000000018.safetensors',
      'checkpoint-000000000024.safetensors',
      'checkpoint-000000000027.safetensors',
    ])
  })

  test('a finished run is not trained again, and goes on if it may take longer', async () => {
    const store = memoryStore()
    const first = await keep(store)
    const again = await keep(store)
    expect(again.timing.steps).toBe(0)
    expect(again.model.weights()).toEqual(first.model.weights())
    expect(again.history).toEqual(first.history)
    const longer = await keep(store, { epochs: 12 })
    expect(longer.timing.steps).toBe(9)
    const whole = await fit(spec, data, { ...options, epochs: 12 })
    expect(longer.model.weights()).toEqual(whole.model.weights())
  })

  test('an aborted run is kept, and goes on', async () => {
    const store = memoryStore()
    const abort = new AbortController()
    const onProgress = ({ step }: { step: number }) => step >= 8 && abort.abort()
    const part = await keep(store, { signal: abort.signal, onProgress })
    expect(part.stopped.reason).toBe('aborted')
    expect(part.stopped.step).toBeLessThan(steps)
    const rest = await keep(store)
    expect(rest.resumed!.step).toBe(part.stopped.step)
    expect(rest.model.weights()).toEqual((await fit(spec, data, options)).model.weights())
  })

  test('the best one is kept besides', async () => {
    const store = memoryStore()
    const run = await keep(store, { checkpoint: { store, best: 'loss', keep: 1 } })
    expect([...(await store.list())].toSorted()).toEqual([
      'best.safetensors',
      'checkpoint-000000000027.safetensors',
    ])
    const best = memoryStore()
    await best.write('checkpoint-000000000001.safetensors', await store.read('best.safetensors'))
    const { resumed } = await keep(best)
    const { loss } = run.history
    expect(resumed!.epoch).toBe(1 + loss!.indexOf(Math.min(...loss!)))
  })

  test('a damaged newest one is passed over, and the run says so', async () => {
    const store = memoryStore()
    await killed(20, store, {})
    const [older, newest] = [...(await store.list())].toSorted() as [string, string]
    const bytes = await store.read(newest)
    bytes[bytes.length - 1]! ^= 1
    await store.write(newest, bytes)
    const run = await keep(store)
    expect(run.resumed!.checkpoint).toBe(older)
    expect(run.resumed!.damaged).toEqual([
      { name: newest, problem: expect.stringMatching(/not those that were written/) },
    ])
    expect(run.model.weights()).toEqual((await fit(spec, data, options)).model.weights())
  })

  test('if all are damaged, that is an error', async () => {
    const store = memoryStore()
    await store.write('checkpoint-000000000001.safetensors', new Uint8Array(100))
    await expect(keep(store)).rejects.toThrow(/none of its checkpoints is whole/)
  })

  test.each<[string, Partial<FitOptions>, RegExp]>([
    ['another seed', { seed: 4 }, /another run: seed, first weights differ/],
    [
      'another batch size',
      { batchSize: 4 },
      /another run: batchSize differs \(expected batchSize 4, got 5\)/,
    ],
    ['another optimiser', { optimizer: 'sgd' }, /another run: optimizer differs/],
  ])('those of a run with %s are refused', async (_, changes, message) => {
    const store = memoryStore()
    await keep(store)
    await expect(keep(store, changes)).rejects.toThrow(message)
  })

  test('those of other data are refused', async () => {
    const store = memoryStore()
    await keep(store)
    const other = { ...data, y: Array.from({ length: 13 }, () => [0]) }
    const call = fit(spec, other, { ...options, checkpoint: { store } })
    await expect(call).rejects.toThrow(/another run: data differs/)
  })

  test('another backend goes on from the same place', async () => {
    const store = memoryStore()
    await killed(20, store, {})
    const other: BackendV1 = { ...interpreter, name: 'other' }
    const run = await keep(store, { backend: other })
    expect(run.resumed).toMatchObject({ samePath: false, by: { backend: 'interpreter' } })
    expect(run.history).toEqual((await fit(spec, data, options)).history)
  })

  test('numbers that are no longer finite are not kept', async () => {
    const store = memoryStore()
    const changes: Partial<FitOptions> = {
      optimizer: { name: 'sgd', learningRate: 1e30 },
      checkpoint: { store, everySteps: 1, keep: 100 },
    }
    const run = await keep(store, changes)
    expect(run.stopped.reason).toBe('nonFiniteLoss')
    const names = await store.list()
    expect(names.at(-1)).not.toContain(String(run.stopped.step).padStart(12, '0'))
  })
})
