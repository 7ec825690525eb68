/** A kind of layer that both sides have. */
export interface Kind {
  readonly className: string
  readonly type: string
  /** Options by our name, with theirs where it is another one. */
  readonly options: Readonly<Record<string, string>>
  /** Weights by our name, with theirs where it is not the same in snake case. */
  readonly weights?: Readonly<Record<string, string>>
}

const kernel = ['activation', 'useBias', 'kernelRegularizer', 'biasRegularizer']
const window = ['kernelSize', 'strides', 'padding', 'dilationRate']
const convolution = ['filters', ...window, ...kernel]
const pool = ['poolSize', 'strides', 'padding']

const kind = (
  className: string,
  type: string,
  options: readonly string[] = [],
  renamed: Readonly<Record<string, string>> = {},
  weights?: Readonly<Record<string, string>>,
): Kind => ({
  className,
  type,
  options: { ...Object.fromEntries(options.map((name) => [name, name])), ...renamed },
  ...(weights ? { weights } : {}),
})

/** Layers that mean the same in Keras, in TensorFlow.js and here. */
export const kinds: readonly Kind[] = [
  kind('Dense', 'dense', ['units', ...kernel]),
  kind('Conv1D', 'conv1d', convolution),
  kind('Conv2D', 'conv2d', convolution),
  kind('Conv2DTranspose', 'conv2dTranspose', convolution),
  kind(
    'DepthwiseConv2D',
    'depthwiseConv2d',
    [...window, 'depthMultiplier', 'activation', 'useBias'],
    {},
    {
      kernel: 'depthwise_kernel',
    },
  ),
  kind('SeparableConv2D', 'separableConv2d', [
    'filters',
    ...window,
    'depthMultiplier',
    'activation',
    'useBias',
  ]),
  kind('MaxPooling1D', 'maxPooling1d', pool),
  kind('MaxPooling2D', 'maxPooling2d', pool),
  kind('AveragePooling1D', 'averagePooling1d', pool),
  kind('AveragePooling2D', 'averagePooling2d', pool),
  kind('GlobalMaxPooling1D', 'globalMaxPooling1d'),
  kind('GlobalMaxPooling2D', 'globalMaxPooling2d'),
  kind('GlobalAveragePooling1D', 'globalAveragePooling1d'),
  kind('GlobalAveragePooling2D', 'globalAveragePooling2d'),
  kind('ZeroPadding2D', 'zeroPadding2d', ['padding']),
  kind('Cropping2D', 'cropping2d', ['cropping']),
  kind('UpSampling2D', 'upSampling2d', ['size', 'interpolation']),
  kind('BatchNormalization', 'batchNormalization', [
    'axis',
    'momentum',
    'epsilon',
    'center',
    'scale',
  ]),
  kind('LayerNormalization', 'layerNormalization', ['axis', 'epsilon', 'center', 'scale']),
  kind('Embedding', 'embedding', ['inputDim', 'outputDim']),
  kind('Flatten', 'flatten'),
  kind('Reshape', 'reshape', ['targetShape']),
  kind('Permute', 'permute', ['dims']),
  kind('RepeatVector', 'repeatVector', ['n']),
  kind('Activation', 'activation', ['activation']),
  kind('ELU', 'elu', ['alpha']),
  kind('LeakyReLU', 'leakyRelu', [], { negativeSlope: 'alpha' }),
  kind('PReLU', 'prelu', ['sharedAxes']),
  kind('ReLU', 'relu', ['maxValue']),
  kind('Softmax', 'softmax', ['axis']),
  kind('Dropout', 'dropout', ['rate']),
  kind('AlphaDropout', 'alphaDropout', ['rate']),
  kind('GaussianDropout', 'gaussianDropout', ['rate']),
  kind('GaussianNoise', 'gaussianNoise', ['stddev']),
  kind('SpatialDropout1D', 'spatialDropout1d', ['rate']),
  kind('Add', 'add'),
  kind('Average', 'average'),
  kind('Maximum', 'maximum'),
  kind('Minimum', 'minimum'),
  kind('Multiply', 'multiply'),
  kind('Concatenate', 'concatenate', ['axis']),
  kind('Dot', 'dot', ['axes', 'normalize']),
]

/** Activations that are the same function on both sides, theirs by ours. */
export const activations: Readonly<Record<string, string>> = {
  linear: 'linear',
  relu: 'relu',
  relu6: 'relu6',
  elu: 'elu',
  selu: 'selu',
  sigmoid: 'sigmoid',
  softmax: 'softmax',
  softplus: 'softplus',
  softsign: 'softsign',
  tanh: 'tanh',
  silu: 'swish',
  mish: 'mish',
}

export const toCamel = (word: string): string =>
  word.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

export const toSnake = (word: string): string =>
  word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Their name of one of our weights. */
export const weightName = ({ weights }: Kind, name: string): string =>
  weights?.[name] ?? toSnake(name)
