import { describe, expect, test } from 'vitest'
import { interpreter } from '../interpreter/backend.js'
import { dense } from '../layers/dense.js'
import { createModel } from '../model/model.js'
import { defineOptimizer } from '../optimizers/define.js'
import { updateEach } from '../optimizers/each-variable.js'
import type { OptimizerChoice } from '../optimizers/index.js'
import { sequential } from '../spec/sequential.js'
import { fit } from './fit.js'
import { gradients } from './gradients.js'
import type { FitOptions } from './options.js'

const spec = sequential({
  inputShape: [2],
  layers: [dense({ units: 3, activation: 'tanh', biasInitializer: 'ones' }), dense({ units: 1 })],
})
const x = [
  [1, 0.5],
  [-1, 2],
  [0.25, -0.5],
]
const y = [[1], [0], [3]]
const common = {
  backend: interpreter,
  loss: 'meanSquaredError',
  precision: 'float64',
  seed: 4,
  batchSize: 3,
} as const satisfies Partial<FitOptions>

const train = async (optimizer: OptimizerChoice, epochs: number) =>
  (await fit(spec, { x, y }, { ...common, optimizer, epochs })).model.weights()

/** First weights and their gradients. */
async function atStart() {
  const model = createModel(spec, { backend: interpreter, precision: 'float64', seed: 4 })
  const found = await gradients(model, x, { loss: 'meanSquaredError', y })
  return { weights: model.weights(), gradients: found.weights }
}

/** Checks one step of every weight. */
async function expectStep(
  optimizer: OptimizerChoice,
  next: (weight: number, gradient: number, path: string, norm: number) => number,
): Promise<void> {
  const { weights, gradients: all } = await atStart()
  const trained = await train(optimizer, 1)
  for (const [path, { data }] of Object.entries(trained)) {
    const norm = Math.hypot(...Array.from(all[path]!.data))
    for (const [i, value] of data.entries()) {
      const expected = next(weights[path]!.data[i]!, all[path]!.data[i]!, path, norm)
      expect(value, path).toBeCloseTo(expected, 12)
    }
  }
}

describe('one step of fit', () => {
  test('sums of squares start as declared', () =>
    expectStep({ name: 'adagrad', learningRate: 0.1, initialAccumulatorValue: 0.3 }, (w, g) => {
      return w - (0.1 * g) / Math.sqrt(0.3 + g * g + 1e-7)
    }))

  test('each weight’s gradient has a norm of its own', () =>
    expectStep({ name: 'sgd', learningRate: 0.1, clipNorm: 0.2 }, (w, g, _, norm) => {
      return w - 0.1 * g * Math.min(1, 0.2 / norm)
    }))

  test('biases do not decay, by their paths', () =>
    expectStep(
      { name: 'sgd', learningRate: 0.1, weightDecay: 0.5, weightDecayExclude: ['bias'] },
      (w, g, path) => w * (path.endsWith('bias') ? 1 : 0.95) - 0.1 * g,
    ))

  test('an optimiser of one’s own gets each weight in its shape, and slots as declared', () => {
    const slots = [{ name: 'count', initialValue: 3 }]
    const normalized = defineOptimizer({
      name: 'normalized',
      slots,
      update: (_, context) =>
        updateEach(slots, context, ({ builder: b, weights, gradient, slot, scalars, variable }) => {
          expect(gradient.shape).toEqual(variable.shape)
          const norm = b.sqrt(b.sum(b.mul(gradient, gradient)))
          const step = b.mul(b.div(gradient, norm), b.reshape(scalars[0]!, []))
          const count = b.reshape(slot('count'), variable.shape)
          const next = b.reshape(b.add(count, 1), [variable.size])
          return { weights: b.sub(weights, b.mul(step, count)), slots: { count: next } }
        }),
    })
    return expectStep({ name: normalized, learningRate: 0.1 }, (w, g, _, norm) => {
      return w - (0.3 * g) / norm
    })
  })

  test('a schedule starts at its step 0', () =>
    expectStep(
      {
        name: 'sgd',
        learningRate: { name: 'piecewiseConstantDecay', boundaries: [0], values: [0.25, 9] },
      },
      (w, g) => w - 0.25 * g,
    ))
})

describe('the running mean of the weights', () => {
  const optimizer = { name: 'sgd', learningRate: 0.1 } as const

  test('is what the trained model has', async () => {
    const byEpochs = await Promise.all([1, 2, 3].map((epochs) => train(optimizer, epochs)))
    const averaged = await train({ ...optimizer, useEma: true, emaMomentum: 0.75 }, 3)
    for (const [path, { data }] of Object.entries(averaged)) {
      const [first, second, third] = byEpochs.map((weights) => weights[path]!.data)
      for (const [i, value] of data.entries()) {
        const two = 0.75 * first![i]! + 0.25 * second![i]!
        expect(value, path).toBeCloseTo(0.75 * two + 0.25 * third![i]!, 12)
      }
    }
  })

  test('changes nothing with momentum 0, whatever it overwrites', async () => {
    const plain = await train(optimizer, 7)
    const choice = { ...optimizer, useEma: true, emaMomentum: 0, emaOverwriteFrequency: 2 }
    expect(await train(choice, 7)).toEqual(plain)
  })
})

test('weights are excluded from Muon, and its decay from biases', async () => {
  const choice = { name: 'muon', learningRate: 0.01 } as const
  const adam = { name: 'adamW', learningRate: 0.01 } as const
  const excluded = await train({ ...choice, excludeLayers: ['.'] }, 5)
  for (const [path, { data }] of Object.entries(await train(adam, 5))) {
    for (const [i, value] of data.entries()) {
      expect(excluded[path]!.data[i], path).toBeCloseTo(value, 12)
    }
  }
  const [all, some] = [
    await train(choice, 5),
    await train({ ...choice, excludeLayers: ['dense_1'] }, 5),
  ]
  expect(some['dense_1/kernel']).not.toEqual(all['dense_1/kernel'])
  const undecayed = { ...choice, weightDecayExclude: ['bias'] }
  const withoutAdam = { ...choice, adamWeightDecay: 0 }
  expect(await train(undecayed, 5)).toEqual(await train(withoutAdam, 5))
})
