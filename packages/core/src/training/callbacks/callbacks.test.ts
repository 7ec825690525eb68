import { describe, expect, test } from 'vitest'
import type { BackendV1 } from '../../backend/contract.js'
import { interpreter } from '../../interpreter/backend.js'
import { batchNormalization } from '../../layers/batch-normalization.js'
import { dense } from '../../layers/dense.js'
import type { OptimizerChoice } from '../../optimizers/index.js'
import { sequential } from '../../spec/sequential.js'
import { fit } from '../fit.js'
import type { FitOptions } from '../options.js'
import type { Callback, EpochRecord, StepRecord } from './callback.js'
import { freezeLayers } from './freeze-layers.js'
import { reduceLearningRateOnPlateau } from './reduce-learning-rate.js'

const data = {
  x: Array.from({ length: 10 }, (_, i) => [i / 5 - 1]),
  y: Array.from({ length: 10 }, (_, i) => [Math.cos(i)]),
}
const spec = sequential({
  inputShape: [1],
  layers: [
    dense({ units: 4, activation: 'tanh', name: 'body' }),
    dense({ units: 1, name: 'head' }),
  ],
})
const options: FitOptions = {
  backend: interpreter,
  loss: 'meanSquaredError',
  epochs: 6,
  batchSize: 4,
  precision: 'float64',
  optimizer: { name: 'sgd', learningRate: 0.1 },
}
const perEpoch = 3
const run = (changes: Partial<FitOptions>) => fit(spec, data, { ...options, ...changes })

/** Notes the rate and the weights after every epoch. */
function notebook() {
  const rates: number[] = []
  const weights: Record<string, number[]>[] = []
  const callback: Callback = {
    name: 'notebook',
    begin: () => ({
      async onEpochEnd(training) {
        rates.push(training.learningRate)
        const tensors = Object.entries(await training.weights())
        weights.push(
          Object.fromEntries(tensors.map(([path, { data: values }]) => [path, [...values]])),
        )
      },
    }),
  }
  return { rates, weights, callback }
}

describe('a callback', () => {
  test('hears of everything once, in order', async () => {
    const heard: string[] = []
    const steps: StepRecord[] = []
    const epochs: EpochRecord[] = []
    const all: Callback = {
      name: 'all',
      begin({ epochs: count, stepsPerEpoch, steps: total, values }) {
        heard.push(`begin ${count} ${stepsPerEpoch} ${total} ${Object.keys(values)}`)
        return {
          everyEpochs: 2,
          onTrainBegin: ({ step }) => void heard.push(`train ${step}`),
          onEpochEnd: ({ epoch, step, scores }) =>
            void heard.push(`epoch ${epoch} ${step} ${Object.keys(scores)}`),
          logStep: (record) => steps.push(record),
          logEpoch: (record) => epochs.push(record),
          onTrainEnd: (stopped) => void heard.push(`end ${stopped!.reason}`),
        }
      },
    }
    const { history } = await run({ callbacks: [all], validationData: data })
    expect(heard).toEqual([
      'begin 6 3 18 loss,valLoss',
      'train 0',
      'epoch 2 6 loss,valLoss',
      'epoch 4 12 loss,valLoss',
      'epoch 6 18 loss,valLoss',
      'end completed',
    ])
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 18 }, (_, i) => i + 1))
    expect(epochs.map(({ scores }) => scores.loss)).toEqual(history.loss)
    expect(epochs.map(({ scores }) => scores.valLoss)).toEqual(history.valLoss)
    expect(steps[16]).toMatchObject({ epoch: 6, learningRate: 0.1 })
    const lastEpoch = steps.slice(15).map(({ loss }) => loss)
    const mean = (4 * lastEpoch[0]! + 4 * lastEpoch[1]! + 2 * lastEpoch[2]!) / 10
    expect(mean).toBeCloseTo(history.loss![5]!, 12)
  })

  test('that only logs does not cut chunks at epochs', async () => {
    const counts: number[] = []
    const counting: BackendV1 = {
      ...interpreter,
      async open(sessionOptions) {
        const session = await interpreter.open(sessionOptions)
        return {
          ...session,
          async compile(program) {
            const compiled = await session.compile(program)
            return {
              ...compiled,
              runSteps: (feeds, steps) => {
                counts.push(steps)
                return compiled.runSteps(feeds, steps)
              },
            }
          },
        }
      },
    }
    const logger: Callback = { name: 'logger', begin: () => ({ logEpoch() {} }) }
    await run({ backend: counting, callbacks: [logger] })
    expect(counts[0]).toBe(8)
    counts.length = 0
    await run({ backend: counting, callbacks: [notebook().callback] })
    let step = 0
    const stops = counts.map((count) => {
      step += count
      return step
    })
    expect(stops.filter((stop) => stop % perEpoch === 0)).toEqual([3, 6, 9, 12, 15, 18])
  })

  test('stops training by a reason of its own', async () => {
    const stopper: Callback = {
      name: 'stopper',
      begin: () => ({
        onEpochEnd(training) {
          if (training.epoch === 2) training.stop('enough', 'It is enough.')
        },
      }),
    }
    const { stopped, history } = await run({ callbacks: [stopper] })
    expect(stopped).toEqual({ reason: 'enough', message: 'It is enough.', epoch: 2, step: 6 })
    expect(history.loss!.length).toBe(2)
  })

  test('is told when training fails', async () => {
    const ends: unknown[] = []
    const failing: Callback = {
      name: 'failing',
      begin: () => ({
        onEpochEnd() {
          throw new Error('disk full')
        },
        onTrainEnd: (stopped) => void ends.push(stopped),
      }),
    }
    await expect(run({ callbacks: [failing] })).rejects.toThrow('disk full')
    expect(ends).toEqual([undefined])
  })

  test('must be one', async () => {
    await expect(run({ callbacks: [{ name: 'x' } as never] })).rejects.toThrow(/not a callback/)
  })
})

describe('reduceLearningRateOnPlateau', () => {
  // A loss that cannot get better than by 1 an epoch: every epoch is a plateau.
  const plateau = { minDelta: 1, patience: 1 }

  test('multiplies the rate after every plateau, down to the least', async () => {
    const { rates, callback } = notebook()
    const reduce = reduceLearningRateOnPlateau({ ...plateau, factor: 0.5, minLearningRate: 0.02 })
    await run({ callbacks: [reduce, callback] })
    expect(rates).toEqual([0.1, 0.05, 0.025, 0.02, 0.02, 0.02])
  })

  test('waits and cools down as Keras does', async () => {
    const { rates, callback } = notebook()
    const reduce = reduceLearningRateOnPlateau({
      minDelta: 1,
      patience: 2,
      factor: 0.5,
      cooldown: 2,
    })
    await run({ epochs: 9, callbacks: [reduce, callback] })
    // Waits in epochs 2 and 3; cools down in 4; 5 is the first that counts again, 6 the second.
    expect(rates).toEqual([0.1, 0.1, 0.05, 0.05, 0.05, 0.025, 0.025, 0.025, 0.0125])
  })

  test('scales a schedule', async () => {
    const { rates, callback } = notebook()
    const learningRate = {
      name: 'exponentialDecay',
      initialLearningRate: 0.1,
      decaySteps: 3,
      decayRate: 0.5,
    } as const
    await run({
      epochs: 3,
      optimizer: { name: 'sgd', learningRate },
      callbacks: [reduceLearningRateOnPlateau({ ...plateau, factor: 0.1 }), callback],
    })
    for (const [i, rate] of [0.05, 0.0025, 0.000125].entries())
      expect(rates[i]).toBeCloseTo(rate, 15)
  })

  test('is what takes smaller steps', async () => {
    const reduced = await run({
      callbacks: [reduceLearningRateOnPlateau({ ...plateau, factor: 0.5 })],
      epochs: 3,
    })
    const boundaries = [2 * perEpoch - 1]
    const values = [0.1, 0.05]
    const learningRate = { name: 'piecewiseConstantDecay', boundaries, values } as const
    const scheduled = await run({ optimizer: { name: 'sgd', learningRate }, epochs: 3 })
    expect(reduced.history.loss![0]).toBe(scheduled.history.loss![0])
    expect(reduced.history.loss![2]).toBeCloseTo(scheduled.history.loss![2]!, 14)
  })
})

describe('layers that freeze in mid-run', () => {
  const moved = (weights: Record<string, number[]>[], path: string): boolean[] =>
    weights.slice(1).map((after, i) => String(after[path]) !== String(weights[i]![path]))

  test('keep their weights for as long, and the others go on', async () => {
    const { weights, callback } = notebook()
    await run({ callbacks: [freezeLayers({ layers: ['body'], from: 2, until: 4 }), callback] })
    expect(moved(weights, 'body/kernel')).toEqual([true, false, false, true, true])
    expect(moved(weights, 'head/kernel')).toEqual([true, true, true, true, true])
  })

  test('from the start, they are as frozen as by the spec', async () => {
    const frozen = sequential({
      inputShape: [1],
      layers: [
        dense({ units: 4, activation: 'tanh', name: 'body', trainable: false }),
        dense({ units: 1, name: 'head' }),
      ],
    })
    const bySpec = await fit(frozen, data, options)
    const byCallback = await run({ callbacks: [freezeLayers({ layers: ['body'] })] })
    expect(byCallback.model.weights()).toEqual(bySpec.model.weights())
    expect(byCallback.history).toEqual(bySpec.history)
    expect(byCallback.model.spec).toEqual((await run({ epochs: 1 })).model.spec)
  })

  test('the optimiser remembers those that rest, and begins anew when others join', async () => {
    const { weights, callback } = notebook()
    const adam = { name: 'adam', learningRate: 0.1 } as const
    const once = { epochs: 3, batchSize: 10, optimizer: adam }
    await run({ ...once, callbacks: [freezeLayers({ layers: ['body'], until: 2 }), callback] })
    const before = weights[1]!['body/bias']!
    const after = weights[2]!['body/bias']!
    // Adam's first corrected step is the learning rate in every coordinate.
    for (const [i, value] of after.entries())
      expect(Math.abs(value - before[i]!)).toBeCloseTo(0.1, 3)
  })

  test('batch normalisation keeps its statistics', async () => {
    const { weights, callback } = notebook()
    const normalised = sequential({
      inputShape: [1],
      layers: [dense({ units: 4 }), batchNormalization({ name: 'norm' }), dense({ units: 1 })],
    })
    const freeze = freezeLayers({ layers: ['norm'], until: 3 })
    await fit(normalised, data, { ...options, callbacks: [freeze, callback] })
    expect(moved(weights, 'norm/movingMean')).toEqual([false, false, true, true, true])
  })

  test('layers that the spec freezes can be set free', async () => {
    const frozen = sequential({
      inputShape: [1],
      layers: [
        dense({ units: 4, name: 'body', trainable: false }),
        dense({ units: 1, name: 'head' }),
      ],
    })
    const { weights, callback } = notebook()
    const free: Callback = {
      name: 'free',
      begin: () => ({
        onEpochEnd: (training) => {
          if (training.epoch === 3) training.setTrainable(['body'], true)
        },
      }),
    }
    await fit(frozen, data, { ...options, callbacks: [free, callback] })
    expect(moved(weights, 'body/kernel')).toEqual([false, false, true, true, true])
  })

  test('one layer must be left, and layers must exist', async () => {
    const all = run({ callbacks: [freezeLayers({ layers: ['body', 'head'], from: 1 })] })
    await expect(all).rejects.toThrow(/no layer has weights to train/)
    await expect(run({ callbacks: [freezeLayers({ layers: ['heat'] })] })).rejects.toThrow(/'head'/)
    expect(() => freezeLayers({ layers: ['head'], from: 3, until: 3 })).toThrow(
      /before they freeze/,
    )
  })
})

describe('gradients that are accumulated', () => {
  const shared = { shuffle: false, batchSize: 5, epochs: 4 }

  test.each(['sgd', 'adam', 'adafactor', 'ftrl'] as const)(
    'train %s as one larger batch',
    async (name) => {
      const optimizer = {
        name,
        learningRate: 0.05,
        weightDecay: 0.01,
        gradientAccumulationSteps: 2,
      }
      const parts = await run({ ...shared, optimizer: optimizer as OptimizerChoice })
      const { gradientAccumulationSteps: _, ...plain } = optimizer
      const whole = await run({ ...shared, batchSize: 10, optimizer: plain as OptimizerChoice })
      for (const [path, { data: values }] of Object.entries(parts.model.weights())) {
        const expected = whole.model.weights()[path]!.data
        for (const [i, value] of values.entries()) expect(value).toBeCloseTo(expected[i]!, 12)
      }
    },
  )

  test('schedules count updates', async () => {
    const { rates, callback } = notebook()
    const learningRate = {
      name: 'piecewiseConstantDecay',
      boundaries: [2],
      values: [0.1, 0.01],
    } as const
    const optimizer = { name: 'sgd', learningRate, gradientAccumulationSteps: 2 } as const
    await run({ ...shared, epochs: 5, optimizer, callbacks: [callback] })
    expect(rates).toEqual([0.1, 0.1, 0.01, 0.01, 0.01])
  })
})
