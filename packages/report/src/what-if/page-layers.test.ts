import {
  type ActivationChoice,
  batchNormalization,
  conv2d,
  createModel,
  dense,
  dropout,
  elu,
  flatten,
  interpreter,
  leakyRelu,
  normalization,
  relu,
  sequential,
  softmax,
} from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { pageLayers } from './page-layers.js'
import { pageActivations, runNetwork } from './run-network.js'

const rows = [
  [0.5, -1.25, 2],
  [-3, 0.1, 0],
]
const modelOf = (layers: Parameters<typeof sequential>[0]['layers']) =>
  createModel(sequential({ inputShape: [3], layers }), {
    backend: interpreter,
    precision: 'float64',
    seed: 3,
  })

async function expectSame(layers: Parameters<typeof sequential>[0]['layers']): Promise<void> {
  const model = modelOf(layers)
  const { data } = await model.predict(rows)
  const ours = rows.flatMap((row) => runNetwork(pageLayers(model), row))
  expect(ours).toHaveLength(data.length)
  ours.forEach((value, i) => {
    expect(value).toBeCloseTo(data[i]!, 12)
  })
  await model.dispose()
}

describe('a page says what the interpreter says', () => {
  const choices: ActivationChoice[] = [
    ...pageActivations,
    { name: 'leakyRelu', negativeSlope: 0.05 },
    { name: 'elu', alpha: 0.5 },
  ]
  test.each(choices.map((choice) => [choice]))('of %j', (activation) =>
    expectSame([dense({ units: 5, activation }), dense({ units: 2 })]),
  )

  test('of layers that are no dense ones, and of those that only act in training', () =>
    expectSame([
      normalization({ mean: [1, 2, 3], variance: [4, 0.25, 9] }),
      flatten(),
      dense({ units: 4, useBias: false }),
      batchNormalization({ gammaInitializer: 'ones' }),
      dropout({ rate: 0.5 }),
      relu(),
      dense({ units: 4 }),
      leakyRelu(),
      dense({ units: 4 }),
      elu(),
      dense({ units: 2 }),
      softmax(),
    ]))
})

describe('what a page cannot run is an error that says what it can', () => {
  test.each([
    [[dense({ units: 2, activation: 'gelu' })], 'layer dense: a page cannot run its activation'],
    [
      [dense({ units: 2, activation: { name: 'relu', maxValue: 6 } })],
      'got relu with {"negativeSlope":0,"maxValue":6,"threshold":0}',
    ],
    [[relu({ maxValue: 1 })], 'a page cannot run its activation'],
  ])('%#', (layers, message) => {
    expect(() => pageLayers(modelOf(layers as never))).toThrow(message)
  })

  test('convolutions', () => {
    const spec = sequential({
      inputShape: [4, 4, 1],
      layers: [conv2d({ filters: 2, kernelSize: 3 })],
    })
    const model = createModel(spec, { backend: interpreter })
    expect(() => pageLayers(model)).toThrow(
      /layer conv2d: .*expected a chain of activation, .*dense/,
    )
  })
})
