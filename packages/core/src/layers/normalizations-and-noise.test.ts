import { describe, expect, test } from 'vitest'
import { interpreter } from '../interpreter/backend.js'
import { architectureOf } from '../model/architecture.js'
import { createModel } from '../model/model.js'
import { sequential } from '../spec/sequential.js'
import { evaluate } from '../training/evaluate.js'
import { gradients } from '../training/gradients.js'
import { elu, leakyRelu, relu, softmax } from './activation-layers.js'
import { alphaDropout } from './alpha-dropout.js'
import { dense } from './dense.js'
import { gaussianDropout } from './gaussian-dropout.js'
import { gaussianNoise } from './gaussian-noise.js'
import { groupNormalization } from './group-normalization.js'
import { layerNormalization } from './layer-normalization.js'
import { prelu } from './prelu.js'
import { rmsNormalization } from './rms-normalization.js'
import { spatialDropout1d, spatialDropout2d } from './spatial-dropout.js'
import { unitNormalization } from './unit-normalization.js'

/** Shapes of the weights that a layer declares, by name. */
function weightsOf(layer: object, inputShape: number[]): Record<string, readonly number[]> {
  const { layout } = architectureOf(sequential({ inputShape, layers: [layer] }))
  return Object.fromEntries(layout.entries.map(({ name, shape }) => [name, shape]))
}

const predict = async (layer: object, row: number[]): Promise<number[]> => {
  const spec = sequential({ inputShape: [row.length], layers: [layer] })
  const model = createModel(spec, { backend: interpreter, precision: 'float64' })
  const { data } = await model.predict([row])
  await model.dispose()
  return [...data]
}

describe('normalizations', () => {
  test('have weights of the axes that they normalize', () => {
    expect(weightsOf(layerNormalization(), [2, 3])).toEqual({ gamma: [3], beta: [3] })
    expect(weightsOf(layerNormalization({ axis: [-1, 1] }), [2, 3, 4])).toEqual({
      gamma: [2, 4],
      beta: [2, 4],
    })
    expect(weightsOf(rmsNormalization({ axis: 1 }), [2, 3])).toEqual({ scale: [2] })
    expect(weightsOf(groupNormalization({ groups: -1, axis: 1 }), [2, 3])).toEqual({
      gamma: [2],
      beta: [2],
    })
    expect(weightsOf(groupNormalization({ groups: 2, scale: false }), [4])).toEqual({ beta: [4] })
  })

  test('unitNormalization leaves zeros alone, with gradient 0', async () => {
    expect(await predict(unitNormalization(), [3, 4])).toEqual([0.6000000000000001, 0.8])
    const spec = sequential({ inputShape: [2], layers: [unitNormalization()] })
    const model = createModel(spec, { backend: interpreter, precision: 'float64' })
    const found = await gradients(model, [[0, 0]], { output: 0 })
    expect([found.value, ...found.inputs.input!.data]).toEqual([0, 0, 0])
    await model.dispose()
  })
})

describe('activations as layers', () => {
  test('relu, leakyRelu and elu have the defaults of the layers of Keras', async () => {
    const row = [-2, 0.5, 9]
    expect(await predict(relu(), row)).toEqual([0, 0.5, 9])
    expect(await predict(relu({ maxValue: 6, negativeSlope: 0.5 }), row)).toEqual([-1, 0.5, 6])
    expect(await predict(leakyRelu(), row)).toEqual([-0.6, 0.5, 9])
    expect(await predict(elu(), row)).toEqual([Math.exp(-2) - 1, 0.5, 9])
  })

  test('prelu has a slope for each place of a row, or for each that shares none', () => {
    expect(weightsOf(prelu(), [4, 4, 3])).toEqual({ alpha: [4, 4, 3] })
    expect(weightsOf(prelu({ sharedAxes: [1, 2] }), [4, 4, 3])).toEqual({ alpha: [1, 1, 3] })
  })

  test('a softmax layer counts as the activation that it is', async () => {
    const spec = sequential({ inputShape: [2], layers: [dense({ units: 3 }), softmax()] })
    const model = createModel(spec, { backend: interpreter })
    const loss = { name: 'sparseCategoricalCrossentropy', fromLogits: true } as const
    const data = { x: [[1, 2]], y: [0] }
    await expect(evaluate(model, data, { loss })).rejects.toThrow('already applies softmax')
    const scores = await evaluate(model, data, { loss: 'sparseCategoricalCrossentropy' })
    expect(scores.loss).toBeGreaterThan(0)
    await model.dispose()
  })
})

test('layers of noise do nothing in prediction', async () => {
  for (const layer of [
    gaussianNoise({ stddev: 2 }),
    gaussianDropout({ rate: 0.5 }),
    alphaDropout({ rate: 0.5 }),
  ]) {
    expect(await predict(layer, [1, -2])).toEqual([1, -2])
  }
  const spatial = [
    [spatialDropout1d({ rate: 0.5 }), [2, 3]],
    [spatialDropout2d({ rate: 0.5 }), [2, 2, 3]],
  ] as const
  for (const [layer, inputShape] of spatial) {
    const { outputs } = architectureOf(sequential({ inputShape, layers: [layer] }))
    expect(outputs.output!.shape).toEqual(inputShape)
  }
})
