import {
  conv2d,
  dense,
  dropout,
  flatten,
  normalization,
  type OptimizerChoice,
  sequential,
} from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { type LabelledRows, type Recipe, subjectOf } from '../subject.js'
import { remedyOf } from './index.js'

const spec = sequential({
  inputShape: [2],
  layers: [
    dense({ units: 8, activation: 'relu', biasInitializer: { name: 'constant', value: -9 } }),
    dense({ units: 6, activation: 'relu' }),
    dense({ units: 3, activation: 'softmax' }),
  ],
})
const recipe: Recipe = { spec, loss: 'sparseCategoricalCrossentropy', epochs: 5 }
const train: LabelledRows = { x: [[1, 2], [3, 4], [5, 6], [7, 8]], y: [0, 1, 2, 2] } // biome-ignore format: a table

const changeOf = (name: string, change: Partial<Recipe> = {}) =>
  remedyOf(name).change(subjectOf({ ...recipe, ...change }, { train }))
const layersOf = (name: string, change: Partial<Recipe> = {}) =>
  changeOf(name, change)?.spec?.layers
const unitsOf = (name: string) => layersOf(name)!.map(({ units }) => units)

describe('learning rates', () => {
  test.each<[OptimizerChoice | undefined, object]>([
    [undefined, { name: 'adam', learningRate: 0.01 }],
    ['adam', { name: 'adam', learningRate: 0.01 }],
    ['sgd', { name: 'sgd', learningRate: 0.1 }],
    [
      { name: 'sgd', learningRate: 0.2, momentum: 0.9 },
      { name: 'sgd', learningRate: 2, momentum: 0.9 },
    ],
  ])('ten times that of %j', (optimizer, expected) => {
    const change = changeOf('higherLearningRate', optimizer && { optimizer })
    expect(change).toEqual({ optimizer: expected })
  })

  test('a tenth of it', () => {
    const { learningRate } = changeOf('lowerLearningRate')!.optimizer as { learningRate: number }
    expect(learningRate).toBeCloseTo(1e-4, 12)
  })

  test('clipping keeps the rest of the optimiser', () => {
    const optimizer = { name: 'sgd', learningRate: 0.3 } as const
    expect(changeOf('clipNorm', { optimizer })).toEqual({
      optimizer: { ...optimizer, globalClipNorm: 1 },
    })
  })
})

describe('hidden units', () => {
  test('become more or fewer, outputs stay', () => {
    expect(unitsOf('moreUnits')).toEqual([32, 24, 3])
    expect(unitsOf('fewerUnits')).toEqual([2, 2, 3])
    expect(unitsOf('moreUnitsAndRate')).toEqual([32, 24, 3])
  })

  test('are filters too', () => {
    const images = sequential({
      inputShape: [4, 4, 1],
      layers: [
        conv2d({ filters: 4, kernelSize: 3 }),
        flatten(),
        dense({ units: 3, activation: 'softmax' }),
      ],
    })
    const [first] = layersOf('moreUnits', { spec: images })!
    expect(first).toMatchObject({ filters: 16, kernelSize: [3, 3] })
  })

  test('without any there is nothing to change', () => {
    const flat = sequential({
      inputShape: [2],
      layers: [dense({ units: 3, activation: 'softmax' })],
    })
    for (const name of ['moreUnits', 'fewerUnits', 'tanhUnits', 'dropout']) {
      expect(changeOf(name, { spec: flat })).toBeUndefined()
    }
  })
})

test('other first weights are of every kernel, or of hidden ones, and biases begin at 0', () => {
  const glorot = layersOf('initializer')!
  expect(glorot.map((layer) => layer.kernelInitializer)).toEqual(new Array(3).fill('glorotUniform'))
  expect(glorot.map((layer) => layer.biasInitializer)).toEqual(['zeros', 'zeros', 'zeros'])
  const he = layersOf('heInitializer')!
  const output = spec.layers[2]!.kernelInitializer
  expect(he.map((layer) => layer.kernelInitializer)).toEqual(['heNormal', 'heNormal', output])
})

test('inputs are standardised before the first layer, and once', () => {
  const scaled = layersOf('scaling')!
  expect(scaled.map(({ type }) => type)).toEqual(['normalization', 'dense', 'dense', 'dense'])
  const already = sequential({ inputShape: [2], layers: [normalization(), dense({ units: 3 })] })
  expect(changeOf('scaling', { spec: already })).toBeUndefined()
})

test('dropout stands behind hidden layers', () => {
  const layers = layersOf('dropout')!
  expect(layers.map(({ type }) => type)).toEqual(['dense', 'dropout', 'dense', 'dropout', 'dense'])
  expect(layers[1]).toMatchObject({ rate: 0.3 })
  const already = sequential({
    inputShape: [2],
    layers: [dense({ units: 4 }), dropout({ rate: 0.1 }), dense({ units: 3 })],
  })
  expect(changeOf('dropout', { spec: already })).toBeUndefined()
})

// scikit-learn 1.9: compute_class_weight('balanced', classes=[0, 1, 2], y=[0, 1, 2, 2]).
test('class weights are those of scikit-learn', () => {
  expect(changeOf('classWeights')).toEqual({ classWeight: { 0: 4 / 3, 1: 4 / 3, 2: 2 / 3 } })
})

test('four times the epochs', () => {
  expect(changeOf('moreSteps')).toEqual({ epochs: 20 })
})

test.each([
  ['earlyStopping', { earlyStopping: { patience: 3 } }],
  ['noise', { noise: { scale: 1, copies: 1 } }],
  ['classWeights', { classWeight: { 0: 2 } }],
  ['temperature', { temperature: true }],
  ['bagging', { ensemble: { members: 2, bagging: false } }],
  ['seedEnsemble', { ensemble: { members: 2, bagging: true } }],
] as [string, Partial<Recipe>][])('%s is not done to what has it', (name, already) => {
  expect(changeOf(name)).toBeDefined()
  expect(changeOf(name, already)).toBeUndefined()
})
