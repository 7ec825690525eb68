import { describe, expect, test } from 'vitest'
import { SpecError } from '../errors/parallax-error.js'
import { GraphBuilder } from '../graph/builder.js'
import { interpreter } from '../interpreter/backend.js'
import { architectureOf } from '../model/architecture.js'
import { lowerModel, weightInputs } from '../model/lower.js'
import { createModel } from '../model/model.js'
import { resolveModel } from '../spec/resolve.js'
import { sequential } from '../spec/sequential.js'
import { summary } from '../spec/summary.js'
import { activation } from './activation.js'
import { conv1d, conv2d } from './convolution.js'
import type { CommonLayerOptions } from './definition.js'
import { dense } from './dense.js'
import { depthwiseConv2d } from './depthwise-conv2d.js'
import { dropout } from './dropout.js'
import { flatten } from './flatten.js'
import {
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
} from './global-pooling.js'
import { cropping2d, zeroPadding1d, zeroPadding2d } from './margins.js'
import { normalization } from './normalization.js'
import { permute } from './permute.js'
import { averagePooling1d, averagePooling2d, maxPooling1d, maxPooling2d } from './pooling.js'
import { repeatVector } from './repeat-vector.js'
import { reshape } from './reshape.js'
import { separableConv2d } from './separable-conv2d.js'
import { conv1dTranspose, conv2dTranspose } from './transposed-convolution.js'
import { upSampling1d, upSampling2d } from './up-sampling.js'

type Layer = { readonly type: string } & CommonLayerOptions

const resolve = (inputShape: readonly number[], layer: Layer) =>
  resolveModel(sequential({ inputShape, layers: [layer] }))

/** The shape of what the graph makes of three rows. */
function loweredShape(inputShape: readonly number[], layer: Layer): readonly number[] {
  const architecture = architectureOf(sequential({ inputShape, layers: [layer] }))
  const builder = new GraphBuilder()
  const weights = weightInputs(builder, architecture.layout)
  const input = builder.constant(0, [3, ...inputShape])
  const lowering = { builder, architecture, weights, inputs: { input }, training: false }
  return lowerModel(lowering).outputs.output!.shape
}

const shapes: [Layer, readonly number[], readonly number[]][] = [
  [conv1d({ filters: 4, kernelSize: 3 }), [7, 2], [5, 4]],
  [conv1d({ filters: 4, kernelSize: 3, dilationRate: 2 }), [7, 2], [3, 4]],
  [conv1d({ filters: 4, kernelSize: 3, strides: 2, padding: 'causal' }), [7, 2], [4, 4]],
  [conv1d({ filters: 4, kernelSize: 3, activation: 'glu' }), [7, 2], [5, 2]],
  [conv2d({ filters: 4, kernelSize: [1, 3] }), [5, 7, 2], [5, 5, 4]],
  [conv2d({ filters: 4, kernelSize: 4, strides: [1, 2], padding: 'same' }), [5, 7, 2], [5, 4, 4]],
  [depthwiseConv2d({ kernelSize: 2, depthMultiplier: 3 }), [5, 7, 2], [4, 6, 6]],
  [separableConv2d({ filters: 5, kernelSize: 2, depthMultiplier: 3 }), [5, 7, 2], [4, 6, 5]],
  [conv1dTranspose({ filters: 4, kernelSize: 2, strides: 3 }), [7, 2], [21, 4]],
  [conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2 }), [5, 7, 2], [11, 15, 4]],
  [conv2dTranspose({ filters: 4, kernelSize: 3, dilationRate: 2 }), [5, 7, 2], [9, 11, 4]],
  [
    conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' }),
    [5, 7, 2],
    [10, 14, 4],
  ],
  [maxPooling1d(), [7, 2], [3, 2]],
  [maxPooling1d({ strides: 1, padding: 'same' }), [7, 2], [7, 2]],
  [averagePooling1d({ poolSize: 3, strides: 2 }), [7, 2], [3, 2]],
  [maxPooling2d(), [5, 7, 2], [2, 3, 2]],
  [maxPooling2d({ padding: 'same' }), [5, 7, 2], [3, 4, 2]],
  [averagePooling2d({ poolSize: [1, 3], strides: 1 }), [5, 7, 2], [5, 5, 2]],
  [globalMaxPooling1d(), [7, 2], [2]],
  [globalAveragePooling1d({ keepdims: true }), [7, 2], [1, 2]],
  [globalMaxPooling2d({ keepdims: true }), [5, 7, 2], [1, 1, 2]],
  [globalAveragePooling2d(), [5, 7, 2], [2]],
  [zeroPadding1d(), [7, 2], [9, 2]],
  [zeroPadding1d({ padding: [0, 3] }), [7, 2], [10, 2]],
  [zeroPadding2d(), [5, 7, 2], [7, 9, 2]],
  [zeroPadding2d({ padding: [1, 2] }), [5, 7, 2], [7, 11, 2]],
  [zeroPadding2d({ padding: [[1, 2], 0] }), [5, 7, 2], [8, 7, 2]],
  [cropping2d(), [5, 7, 2], [5, 7, 2]],
  [cropping2d({ cropping: [[0, 1], 3] }), [5, 7, 2], [4, 1, 2]],
  [upSampling1d(), [7, 2], [14, 2]],
  [upSampling2d({ size: [1, 3], interpolation: 'bilinear' }), [5, 7, 2], [5, 21, 2]],
  [reshape({ targetShape: [-1, 5] }), [5, 7, 2], [14, 5]],
  [reshape({ targetShape: [70] }), [5, 7, 2], [70]],
  [permute({ dims: [3, 1, 2] }), [5, 7, 2], [2, 5, 7]],
  [repeatVector({ n: 3 }), [2], [3, 2]],
  [activation({ activation: 'glu' }), [3, 4], [3, 2]],
  [dense({ units: 6, activation: 'glu' }), [3, 4], [3, 3]],
]

test.each(shapes)('%j makes of %j rows of %j', (layer, input, output) => {
  expect(resolve(input, layer).outputs.output!.shape).toEqual(output)
  expect(loweredShape(input, layer)).toEqual([3, ...output])
})

test('permute takes the axes by their numbers', async () => {
  const spec = sequential({ inputShape: [2, 3, 1], layers: [permute({ dims: [2, 3, 1] })] })
  const model = createModel(spec, { backend: interpreter })
  const { shape, data } = await model.predict([
    [
      [[1], [2], [3]],
      [[4], [5], [6]],
    ],
  ])
  expect(shape).toEqual([1, 3, 1, 2])
  expect(Array.from(data)).toEqual([1, 4, 2, 5, 3, 6])
  await model.dispose()
})

const kernels: [Layer, readonly number[], Record<string, readonly number[]>][] = [
  [conv1d({ filters: 4, kernelSize: 3, groups: 2 }), [7, 6], { kernel: [3, 3, 4], bias: [4] }],
  [conv2d({ filters: 4, kernelSize: [3, 2], useBias: false }), [5, 7, 2], { kernel: [3, 2, 2, 4] }],
  [
    depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }),
    [5, 7, 2],
    { kernel: [3, 3, 2, 2], bias: [4] },
  ],
  [
    separableConv2d({ filters: 5, kernelSize: 3, depthMultiplier: 2 }),
    [5, 7, 2],
    { depthwiseKernel: [3, 3, 2, 2], pointwiseKernel: [1, 1, 4, 5], bias: [5] },
  ],
  [conv1dTranspose({ filters: 4, kernelSize: 3 }), [7, 2], { kernel: [3, 4, 2], bias: [4] }],
  [conv2dTranspose({ filters: 4, kernelSize: 3 }), [5, 7, 2], { kernel: [3, 3, 4, 2], bias: [4] }],
]

test.each(kernels)("%j on %j has Keras's weights %j", (layer, input, weights) => {
  const declared = resolve(input, layer).layers[0]!.weights
  expect(Object.fromEntries(declared.map(({ name, shape }) => [name, shape]))).toEqual(weights)
})

describe('options', () => {
  test('numbers are written out as pairs where Keras takes both', () => {
    expect(conv2d({ filters: 1, kernelSize: 3 })).toMatchObject({
      kernelSize: [3, 3],
      strides: [1, 1],
      dilationRate: [1, 1],
    })
    expect(zeroPadding2d({ padding: [1, [0, 3]] }).padding).toEqual([
      [1, 1],
      [0, 3],
    ])
    expect(cropping2d({ cropping: [1, 2] }).cropping).toEqual([
      [1, 1],
      [2, 2],
    ])
  })

  test('a penalty and a place of its own for each kernel', () => {
    const layer = separableConv2d({
      filters: 2,
      kernelSize: 3,
      depthwiseRegularizer: 'l1',
      pointwiseInitializer: 'ones',
      biasRegularizer: 'l2',
    })
    expect(resolve([4, 4, 1], layer).layers[0]!.weights).toMatchObject([
      { regularizer: 'l1', initializer: 'glorotUniform' },
      { regularizer: undefined, initializer: 'ones' },
      { regularizer: 'l2', initializer: 'zeros' },
    ])
  })
})

const refused: [Layer, readonly number[], string][] = [
  [
    conv2d({ filters: 1, kernelSize: 3 }),
    [64],
    'its input has the wrong number of axes (expected images [height, width, channels], got [64]). Put reshape()',
  ],
  [
    conv2d({ filters: 1, kernelSize: [3, 5], dilationRate: 2 }),
    [8, 8, 1],
    "the window is larger than the input (expected at most 8 by 8, got 5 by 9). Use padding: 'same'",
  ],
  [conv1d({ filters: 1, kernelSize: 3 }), [2, 1], 'expected at most 2, got 3'],
  [maxPooling2d({ poolSize: 3 }), [2, 4, 1], 'expected at most 2 by 4, got 3 by 3'],
  [
    conv2d({ filters: 4, kernelSize: 3, groups: 3 }),
    [8, 8, 3],
    'groups: the filters do not divide into the groups',
  ],
  [
    conv2d({ filters: 4, kernelSize: 3, groups: 2 }),
    [8, 8, 3],
    'the channels of the input do not divide into the groups',
  ],
  ...[
    conv2d({ filters: 1, kernelSize: 3, strides: 2, dilationRate: 2 }),
    depthwiseConv2d({ kernelSize: 3, strides: [1, 2], dilationRate: [2, 1] }),
    conv2dTranspose({ filters: 1, kernelSize: 3, strides: 2, dilationRate: 2 }),
  ].map((layer): [Layer, number[], string] => [
    layer,
    [9, 9, 1],
    'strides and dilationRate are both above 1',
  ]),
  [cropping2d({ cropping: [[1, 1], 0] }), [2, 4, 1], 'it cuts off the whole image'],
  [reshape({ targetShape: [-1, -1] }), [4], 'more than one axis is -1'],
  [reshape({ targetShape: [3, -1] }), [4], 'it does not hold as many numbers as the input'],
  [reshape({ targetShape: [3] }), [4], 'expected 4, as [4] does, got [3]'],
  [permute({ dims: [1, 1] }), [2, 3], 'not an order of the axes'],
  [permute({ dims: [2, 1] }), [2, 3, 4], 'Axes count from 1'],
  [repeatVector({ n: 2 }), [2, 3], 'Put flatten() in front'],
  [activation({ activation: 'glu' }), [3], 'glu halves the last axis, which is odd'],
]

test.each(refused)('%j refuses rows of %j', (layer, input, message) => {
  expect(() => resolve(input, layer)).toThrow(SpecError)
  expect(() => resolve(input, layer)).toThrow(message)
})

test('a convolutional network for digits', () => {
  const spec = sequential({
    inputShape: [64],
    layers: [
      reshape({ targetShape: [8, 8, 1] }),
      normalization({ mean: [5], variance: [36] }),
      conv2d({ filters: 16, kernelSize: 3, padding: 'same', activation: 'relu' }),
      maxPooling2d(),
      conv2d({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' }),
      maxPooling2d(),
      flatten(),
      dropout({ rate: 0.3 }),
      dense({ units: 10, activation: 'softmax' }),
    ],
  })
  expect(summary(spec)).toMatchInlineSnapshot(`
    "layer           type             output      weights
    input           input            [64]
    reshape         reshape          [8, 8, 1]         0
    normalization   normalization    [8, 8, 1]         2
    conv2d          conv2d (relu)    [8, 8, 16]      160
    maxPooling2d    maxPooling2d     [4, 4, 16]        0
    conv2d_1        conv2d (relu)    [4, 4, 32]     4640
    maxPooling2d_1  maxPooling2d     [2, 2, 32]        0
    flatten         flatten          [128]             0
    dropout         dropout          [128]             0
    dense           dense (softmax)  [10]           1290
    6092 weights, 6090 of them trainable"
  `)
})
