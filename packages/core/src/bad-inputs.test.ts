import { expect, test } from 'vitest'
import {
  activation,
  add,
  type BackendV1,
  batchNormalization,
  type CrossValidateOptions,
  choice,
  concatenate,
  confusionMatrix,
  connect,
  conv2d,
  createModel,
  cropping2d,
  crossValidate,
  type Dataset,
  defineLoss,
  defineMetric,
  defineOptimizer,
  dense,
  depthwiseConv2d,
  dot,
  dropout,
  earlyStopping,
  embedding,
  evaluate,
  type FitOptions,
  findLearningRate,
  fit,
  flatten,
  freezeLayers,
  functional,
  GraphBuilder,
  gaussianNoise,
  gradients,
  groupedFolds,
  groupNormalization,
  input,
  integer,
  interpreter,
  isParallaxError,
  layerNormalization,
  loadModel,
  logUniform,
  type ModelSpec,
  matchWeights,
  maxPooling2d,
  memoryStore,
  normalization,
  parseSpec,
  permute,
  prelu,
  reduceLearningRateOnPlateau,
  repeatVector,
  reshape,
  type SearchOptions,
  saveModel,
  search,
  sequential,
  shuffledFolds,
  spatialDropout1d,
  stratifiedFolds,
  subtract,
  uniform,
  withDetails,
  zeroPadding2d,
} from './index.js'

const layers = [dense({ units: 3, activation: 'softmax' })]
const spec = sequential({ inputShape: [2], layers })
const data = {
  x: [
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  y: [0, 2, 1],
}
const options: FitOptions = {
  backend: interpreter,
  loss: 'sparseCategoricalCrossentropy',
  epochs: 1,
}

const fitWith = (changes: object, rows: object = data, model: ModelSpec = spec) =>
  fit(model, rows as Dataset, { ...options, ...changes } as FitOptions)
const scheduled = (schedule: object) => ({
  optimizer: { name: 'sgd', learningRate: { initialLearningRate: 0.1, ...schedule } },
})
const json = (layer: object) =>
  parseSpec({ version: 1, kind: 'sequential', inputShape: [2], layers: [layer] })
const onImage = (layer: { readonly type: string }, inputShape = [8, 8, 1]) =>
  sequential({ inputShape, layers: [layer] })
const layersOn = (inputShape: number[], ...chain: object[]) =>
  sequential({ inputShape, layers: chain })
const joined = (layer: object) =>
  functional({ outputs: { y: connect([input('a', [2]), input('b', [3])], layer) } })
const words = layersOn([2], embedding({ inputDim: 3, outputDim: 1 }))
const model = createModel(spec, { backend: interpreter })
const picky: BackendV1 = {
  ...interpreter,
  name: 'picky',
  supports: () => ({ supported: false, reasons: ['no softmax'] }),
}

/** A second run in the store of a first of two epochs. */
async function afterwards(changes: object, damage = (bytes: Uint8Array) => bytes) {
  const store = memoryStore()
  await fitWith({ epochs: 2, checkpoint: { store } })
  const [name] = (await store.list()) as [string]
  await store.write(name, damage(await store.read(name)))
  return fitWith({ epochs: 2, checkpoint: { store }, ...changes })
}

function flipped(bytes: Uint8Array): Uint8Array {
  bytes[bytes.length - 3]! ^= 4
  return bytes
}

const { epochs: _, ...ratesOf } = options
const folded = (changes: object, rows: object = data) =>
  crossValidate(spec, rows as Dataset, { ...options, ...changes } as CrossValidateOptions)
const searchOf = (changes: object) =>
  search({
    space: { units: choice([1, 2]) },
    build: () => ({ spec, options }),
    data,
    validationData: data,
    trials: 1,
    ...changes,
  } as SearchOptions)

/** What a user might do, and the attempt itself. */
const attempts: [string, () => unknown][] = [
  ['dense without units', () => dense({} as never)],
  ['dense({ units: 0 })', () => dense({ units: 0 })],
  ['dense({ units: 2.5 })', () => dense({ units: 2.5 })],
  ['dense({ unit: 3 })', () => dense({ unit: 3, units: 3 } as never)],
  ["activation: 'Relu'", () => dense({ units: 3, activation: 'Relu' as never })],
  ["activation: 'swishy'", () => dense({ units: 3, activation: 'swishy' as never })],
  [
    "kernelInitializer: 'glorot_uniform'",
    () => dense({ units: 3, kernelInitializer: 'glorot_uniform' as never }),
  ],
  ['dropout({ rate: 1 })', () => dropout({ rate: 1 })],
  ["dropout({ rate: '0.5' })", () => dropout({ rate: '0.5' as never })],
  ["name: '1st'", () => dense({ units: 3, name: '1st' })],
  [
    'normalization with a mean alone',
    () => sequential({ inputShape: [2], layers: [normalization({ mean: [0, 0] })] }),
  ],
  [
    'normalization with a negative variance',
    () =>
      sequential({ inputShape: [2], layers: [normalization({ mean: [0, 0], variance: [1, -1] })] }),
  ],
  [
    'normalization of three features on two',
    () =>
      sequential({
        inputShape: [2],
        layers: [normalization({ mean: [0, 0, 0], variance: [1, 1, 1] })],
      }),
  ],
  ['conv2d without kernelSize', () => conv2d({ filters: 2 } as never)],
  ['kernelSize: 0', () => conv2d({ filters: 2, kernelSize: 0 })],
  ['kernelSize: [3, 0]', () => conv2d({ filters: 2, kernelSize: [3, 0] })],
  ['kernelSize: [3, 3, 3]', () => conv2d({ filters: 2, kernelSize: [3, 3, 3] as never })],
  ["kernelSize: '3'", () => conv2d({ filters: 2, kernelSize: '3' as never })],
  ["padding: 'SAME'", () => conv2d({ filters: 2, kernelSize: 3, padding: 'SAME' as never })],
  [
    'kernel_initializer of a depthwise kernel',
    () => depthwiseConv2d({ kernelSize: 3, kernelInitializer: 'zeros' } as never),
  ],
  ['conv2d on rows of features', () => onImage(conv2d({ filters: 2, kernelSize: 3 }), [64])],
  ['a kernel larger than the image', () => onImage(conv2d({ filters: 2, kernelSize: 9 }))],
  [
    'groups that do not divide the channels',
    () => onImage(conv2d({ filters: 2, kernelSize: 3, groups: 2 })),
  ],
  [
    'strides and dilation at once',
    () => onImage(conv2d({ filters: 2, kernelSize: 3, strides: 2, dilationRate: 2 })),
  ],
  ['pooling until nothing is left', () => onImage(maxPooling2d({ poolSize: 9 }))],
  ['zeroPadding2d({ padding: -1 })', () => zeroPadding2d({ padding: -1 })],
  ['cropping the whole image', () => onImage(cropping2d({ cropping: 4 }))],
  ['reshape({ targetShape: [0] })', () => reshape({ targetShape: [0] })],
  ['reshape with two times −1', () => onImage(reshape({ targetShape: [-1, -1] }))],
  ['reshape to another size', () => onImage(reshape({ targetShape: [7, -1] }))],
  ['permute with axis 0', () => permute({ dims: [0, 1] })],
  ['permute that leaves out an axis', () => onImage(permute({ dims: [2, 1] }))],
  ['repeatVector of images', () => onImage(repeatVector({ n: 2 }))],
  ['glu of an odd axis', () => onImage(activation({ activation: 'glu' }))],
  ['sequential without layers', () => sequential({ inputShape: [2], layers: [] })],
  ['inputShape: [0]', () => sequential({ inputShape: [0], layers })],
  ['inputShape: 4', () => sequential({ inputShape: 4 as never, layers })],
  [
    'sequential({ input_shape })',
    () => sequential({ input_shape: [2], inputShape: [2], layers } as never),
  ],
  ['a layer that is a string', () => sequential({ inputShape: [2], layers: ['dense' as never] })],
  ["a layer of type 'dens' in JSON", () => json({ type: 'dens', units: 3 })],
  [
    'a layer with a wrong option in JSON',
    () => json({ type: 'dense', units: 3, activaton: 'relu' }),
  ],
  [
    'two layers of the same name',
    () =>
      sequential({
        inputShape: [2],
        layers: [dense({ units: 1, name: 'a' }), dense({ units: 1, name: 'a' })],
      }),
  ],
  [
    'a spec of version 2',
    () => parseSpec({ version: 2, kind: 'sequential', inputShape: [2], layers }),
  ],
  ['a spec that is null', () => parseSpec(null)],
  [
    'a model with nothing to train',
    () =>
      fitWith(
        { loss: 'meanSquaredError' },
        { x: [[1, 1]], y: [[1, 1]] },
        sequential({ inputShape: [2], layers: [flatten()] }),
      ),
  ],
  [
    'normalization behind a dense layer',
    () =>
      fitWith(
        {},
        data,
        sequential({ inputShape: [2], layers: [dense({ units: 2 }), normalization(), ...layers] }),
      ),
  ],
  ['fit without a backend', () => fitWith({ backend: undefined })],
  ["backend: 'native'", () => fitWith({ backend: 'native' })],
  ['a backend that cannot', () => fitWith({ backend: picky })],
  ['fit without epochs', () => fitWith({ epochs: undefined })],
  ['epochs: 0', () => fitWith({ epochs: 0 })],
  ['batch_size: 32', () => fitWith({ batch_size: 32 })],
  ["loss: 'mse'", () => fitWith({ loss: 'mse' })],
  ['loss left out', () => fitWith({ loss: undefined })],
  ["loss: 'binary_crossentropy'", () => fitWith({ loss: 'binary_crossentropy' })],
  [
    'a loss with a wrong option',
    () => fitWith({ loss: { name: 'sparseCategoricalCrossentropy', from_logits: true } }),
  ],
  [
    'cross-entropy of a linear layer',
    () => fitWith({}, data, sequential({ inputShape: [2], layers: [dense({ units: 3 })] })),
  ],
  [
    'fromLogits behind a softmax',
    () => fitWith({ loss: { name: 'sparseCategoricalCrossentropy', fromLogits: true } }),
  ],
  ["loss: { name: 'huber', delta: 0 }", () => fitWith({ loss: { name: 'huber', delta: 0 } })],
  [
    'labelSmoothing: 1.5',
    () => fitWith({ loss: { name: 'categoricalCrossentropy', labelSmoothing: 1.5 } }),
  ],
  ['hinge of a target of 2', () => fitWith({ loss: 'hinge' }, { x: [[0, 1]], y: [[1, 0, 2]] })],
  [
    'poisson of a negative target',
    () => fitWith({ loss: 'poisson' }, { x: [[0, 1]], y: [[1, 0, -2]] }),
  ],
  [
    'divergence of a linear layer',
    () =>
      fitWith(
        { loss: 'klDivergence' },
        data,
        sequential({ inputShape: [2], layers: [dense({ units: 3 })] }),
      ),
  ],
  [
    'an own loss with the name of a known one',
    () => fitWith({ loss: defineLoss({ name: 'huber', perRow: (_, { output }) => output }) }),
  ],
  [
    'an own loss with a wrong option',
    () =>
      fitWith({
        loss: {
          name: defineLoss({ name: 'mine', options: { power: 2 }, perRow: (_, c) => c.output }),
          pwer: 3,
        },
      }),
  ],
  [
    'an own loss without a proper name',
    () => defineLoss({ name: 'my loss', perRow: (_, c) => c.output }),
  ],
  [
    'an own loss with a misspelt part',
    () => defineLoss({ name: 'mine', perRow: () => 1, targets: () => 1 } as never),
  ],
  [
    'an own metric that computes nothing',
    () => defineMetric({ name: 'mine', better: 'lower' } as never),
  ],
  [
    'an own metric that does not say what is better',
    () => defineMetric({ name: 'mine', fromPredictions: () => 1 } as never),
  ],
  [
    'a metric for a loss',
    () =>
      fitWith({
        loss: defineMetric({ name: 'mine', better: 'lower', perRow: (_, c) => c.output }),
      }),
  ],
  ["optimizer: 'Adm'", () => fitWith({ optimizer: 'Adm' })],
  ['learningRate: -1', () => fitWith({ optimizer: { name: 'adam', learningRate: -1 } })],
  ['lr: 0.1', () => fitWith({ optimizer: { name: 'sgd', lr: 0.1 } })],
  ['beta1: 1', () => fitWith({ optimizer: { name: 'adam', beta1: 1 } })],
  [
    'an own optimizer that asks for a slot it does not declare',
    () =>
      fitWith({
        optimizer: defineOptimizer({
          name: 'mine',
          slots: ['mean'],
          update: (_, { slot }) => ({ weights: slot('means'), slots: {} }),
        }),
      }),
  ],
  ["optimizer: 'rmsProp'", () => fitWith({ optimizer: 'rmsProp' })],
  [
    'clipNorm and clipValue',
    () => fitWith({ optimizer: { name: 'sgd', clipNorm: 1, clipValue: 1 } }),
  ],
  ['clipNorm: 0', () => fitWith({ optimizer: { name: 'sgd', clipNorm: 0 } })],
  ['clipnorm: 1', () => fitWith({ optimizer: { name: 'adam', clipnorm: 1 } })],
  [
    "weightDecayExclude: 'bias'",
    () => fitWith({ optimizer: { name: 'adamW', weightDecayExclude: 'bias' } }),
  ],
  [
    "weightDecayExclude: ['biases']",
    () => fitWith({ optimizer: { name: 'adamW', weightDecayExclude: ['biases'] } }),
  ],
  [
    "weightDecayExclude: ['(']",
    () => fitWith({ optimizer: { name: 'adamW', weightDecayExclude: ['('] } }),
  ],
  [
    'weightDecayExclude without weightDecay',
    () => fitWith({ optimizer: { name: 'adam', weightDecayExclude: ['bias'] } }),
  ],
  [
    'emaOverwriteFrequency without useEma',
    () => fitWith({ optimizer: { name: 'adam', emaOverwriteFrequency: 10 } }),
  ],
  [
    'a learning rate by name alone',
    () => fitWith({ optimizer: { name: 'adam', learningRate: 'cosineDecay' } }),
  ],
  [
    'a schedule of an unknown name',
    () => fitWith({ optimizer: { name: 'adam', learningRate: { name: 'cosine' } } }),
  ],
  [
    'a schedule without its options',
    () => fitWith({ optimizer: { name: 'adam', learningRate: { name: 'cosineDecay' } } }),
  ],
  ['decaySteps: 0', () => fitWith(scheduled({ name: 'polynomialDecay', decaySteps: 0 }))],
  [
    'decay_rate: 0.9',
    () =>
      fitWith(
        scheduled({ name: 'exponentialDecay', decay_rate: 0.9, decayRate: 0.9, decaySteps: 1 }),
      ),
  ],
  [
    'warmupSteps without warmupTarget',
    () => fitWith(scheduled({ name: 'cosineDecay', decaySteps: 9, warmupSteps: 5 })),
  ],
  [
    'as many values as boundaries',
    () =>
      fitWith({
        optimizer: {
          name: 'sgd',
          learningRate: { name: 'piecewiseConstantDecay', boundaries: [5, 9], values: [1, 2] },
        },
      }),
  ],
  [
    'boundaries that descend',
    () =>
      fitWith({
        optimizer: {
          name: 'sgd',
          learningRate: { name: 'piecewiseConstantDecay', boundaries: [9, 5], values: [1, 2, 3] },
        },
      }),
  ],
  ["metrics: ['acc']", () => fitWith({ metrics: ['acc'] })],
  [
    "metrics: ['categoricalAccuracy'] of class indices",
    () => fitWith({ metrics: ['categoricalAccuracy'] }),
  ],
  ["metrics: ['precision'] of class indices", () => fitWith({ metrics: ['precision'] })],
  ["metrics: ['accuracy', 'accuracy']", () => fitWith({ metrics: ['accuracy', 'accuracy'] })],
  [
    "metrics: ['expectedCalibrationError'] without validation data",
    () => fitWith({ metrics: ['expectedCalibrationError'] }),
  ],
  [
    "f1Score with average: 'mean'",
    () => fitWith({ metrics: [{ name: 'f1Score', average: 'mean' }] }),
  ],
  ['classWeight of class 3 of 3', () => fitWith({ classWeight: { 0: 1, 3: 2 } })],
  ['a negative classWeight', () => fitWith({ classWeight: { 0: -1 } })],
  [
    'classWeight of a regression',
    () =>
      fitWith(
        { loss: 'meanSquaredError', classWeight: { 0: 2 } },
        { x: data.x, y: [0, 1, 0.3] },
        sequential({ inputShape: [2], layers: [dense({ units: 1 })] }),
      ),
  ],
  [
    'classWeight of several yes-or-no outputs',
    () =>
      fitWith(
        { loss: 'binaryCrossentropy', classWeight: { 0: 2 } },
        { x: [[1, 2]], y: [[0, 1, 1]] },
        sequential({ inputShape: [2], layers: [dense({ units: 3, activation: 'sigmoid' })] }),
      ),
  ],
  ["metrics: 'accuracy'", () => fitWith({ metrics: 'accuracy' })],
  ['seed: -1', () => fitWith({ seed: -1 })],
  ["precision: 'float16'", () => fitWith({ precision: 'float16' })],
  [
    'earlyStopping on valLoss without validation data',
    () => fitWith({ earlyStopping: { monitor: 'valLoss', patience: 2 } }),
  ],
  ["earlyStopping on 'los'", () => fitWith({ earlyStopping: { monitor: 'los', patience: 2 } })],
  ['callbacks: [{ name }] without begin', () => fitWith({ callbacks: [{ name: 'mine' }] })],
  [
    'reduceLearningRateOnPlateau({ factor: 2 })',
    () => fitWith({ callbacks: [reduceLearningRateOnPlateau({ factor: 2 })] }),
  ],
  [
    "reduceLearningRateOnPlateau({ monitor: 'accuracy' }) without that metric",
    () => fitWith({ callbacks: [reduceLearningRateOnPlateau({ monitor: 'accuracy' })] }),
  ],
  ['earlyStopping({ patient: 3 })', () => earlyStopping({ patient: 3 } as never)],
  [
    "freezeLayers({ layers: ['dens'] })",
    () => fitWith({ callbacks: [freezeLayers({ layers: ['dens'] })] }),
  ],
  [
    'freezeLayers of the only layer',
    () => fitWith({ callbacks: [freezeLayers({ layers: ['dense'] })] }),
  ],
  [
    'freezeLayers({ from: 3, until: 2 })',
    () => freezeLayers({ layers: ['dense'], from: 3, until: 2 }),
  ],
  ["checkpoint: { store: 'runs/a' }", () => fitWith({ checkpoint: { store: 'runs/a' } })],
  [
    'checkpoint: { store, every: 5 }',
    () => fitWith({ checkpoint: { store: memoryStore(), every: 5 } }),
  ],
  [
    "checkpoint: { best: 'accuracy' } without that metric",
    () => fitWith({ checkpoint: { store: memoryStore(), best: 'accuracy' } }),
  ],
  ['a checkpoint of another run', () => afterwards({ batchSize: 2 })],
  ['a checkpoint of a longer run', () => afterwards({ epochs: 1 })],
  ['a damaged checkpoint and no other', () => afterwards({}, (bytes) => bytes.fill(7, 200, 300))],
  [
    'gradientAccumulationSteps: 1',
    () => fitWith({ optimizer: { name: 'sgd', gradientAccumulationSteps: 1 } }),
  ],
  [
    'loadModel of a file that was cut off',
    () => loadModel(saveModel(model).slice(0, 400), { backend: interpreter }),
  ],
  [
    'loadModel of a file in which a bit is flipped',
    () => loadModel(flipped(saveModel(model)), { backend: interpreter }),
  ],
  ['matchWeights of a file that has others', () => matchWeights(words, saveModel(model))],
  [
    'four class names for three classes',
    () => withDetails(model, { classNames: ['a', 'b', 'c', 'd'] }),
  ],
  ['data without y', () => fitWith({}, { x: data.x })],
  ['no rows', () => fitWith({}, { x: [], y: [] })],
  ['x that is a string', () => fitWith({}, { x: 'rows', y: data.y })],
  ['three features for a model of two', () => fitWith({}, { x: [[1, 2, 3]], y: [0] })],
  ['a row that is too short', () => fitWith({}, { x: [[1, 2], [1]], y: [0, 1] })],
  [
    'text among the numbers',
    () =>
      fitWith(
        {},
        {
          x: [
            [1, 2],
            [1, 'a'],
          ],
          y: [0, 1],
        },
      ),
  ],
  [
    'NaN among the inputs',
    () =>
      fitWith(
        {},
        {
          x: [
            [1, 2],
            [1, Number.NaN],
          ],
          y: [0, 1],
        },
      ),
  ],
  ['two labels for three rows', () => fitWith({}, { x: data.x, y: [0, 1] })],
  ['class 3 of 3', () => fitWith({}, { x: data.x, y: [0, 3, 1] })],
  ['class 1.5', () => fitWith({}, { x: data.x, y: [0, 1.5, 1] })],
  ['a negative sample weight', () => fitWith({}, { ...data, sampleWeight: [1, -1, 1] })],
  ['sampleWeights for sampleWeight', () => fitWith({}, { ...data, sampleWeights: [1, 1, 1] })],
  [
    'a source that gives too few rows',
    () => fitWith({}, { rows: 3, read: () => ({ x: [[1, 2]], y: [0] }) }),
  ],
  ['a source without rows', () => fitWith({}, { read: () => data })],
  ['predict of rows with three features', () => model.predict([[1, 2, 3]])],
  ['evaluate with a wrong loss', () => evaluate(model, data, { loss: 'crossentropy' as never })],
  ['a confusion matrix without a loss', () => confusionMatrix(model, data)],
  ['gradients of output 3 of 3', () => gradients(model, data.x, { output: 3 })],
  [
    'weights of an unknown layer',
    () => createModel(spec, { backend: interpreter, weights: { 'dense_1/kernel': [[0]] } }),
  ],
  [
    'weights of another shape',
    () =>
      createModel(spec, {
        backend: interpreter,
        weights: {
          'dense/kernel': [
            [1, 2],
            [3, 4],
          ],
        },
      }),
  ],
  [
    'adding [2, 3] and [3] in a graph',
    () => {
      const b = new GraphBuilder()
      return b.add(b.constant(1, [2, 3]), b.constant(1, [3]))
    },
  ],
  ['batchNormalization({ momentum: 1.5 })', () => batchNormalization({ momentum: 1.5 })],
  ['batchNormalization({ axis: 0 })', () => layersOn([2], batchNormalization({ axis: 0 }))],
  ['layerNormalization({ axis: 3 })', () => layersOn([2], layerNormalization({ axis: 3 }))],
  [
    'layerNormalization({ axis: [1, -1] }) of one axis',
    () => layersOn([2], layerNormalization({ axis: [1, -1] })),
  ],
  [
    'groupNormalization({ groups: 4 }) of six features',
    () => layersOn([6], groupNormalization({ groups: 4 })),
  ],
  ['prelu({ sharedAxes: [2] }) of one axis', () => layersOn([2], prelu({ sharedAxes: [2] }))],
  ['spatialDropout1d of one axis', () => layersOn([2], spatialDropout1d({ rate: 0.5 }))],
  ['gaussianNoise({ stddev: -1 })', () => gaussianNoise({ stddev: -1 })],
  [
    'index 3 of an embedding of 3',
    () => createModel(words, { backend: interpreter }).predict([[0, 3]]),
  ],
  [
    'index 0.5 of an embedding',
    () => createModel(words, { backend: interpreter }).predict([[0, 0.5]]),
  ],
  [
    'an embedding behind a dense layer',
    () => layersOn([2], dense({ units: 2 }), embedding({ inputDim: 3, outputDim: 2 })),
  ],
  ['add of [2] and [3]', () => joined(add())],
  ['subtract of one input', () => layersOn([2], subtract())],
  ['concatenate of [2] and [3] on axis 2', () => joined(concatenate({ axis: 2 }))],
  ['dot of [2] and [3]', () => joined(dot({ axes: 1 }))],
  ['two inputs of a dense layer', () => joined(dense({ units: 1 }))],
  ['activation without options', () => activation({} as never)],
  ['crossValidate with repeat: 2', () => folded({ repeat: 2 })],
  ['crossValidate with folds: 1', () => folded({ folds: 1 })],
  ['crossValidate of three rows in four folds', () => folded({ folds: 4 })],
  ['crossValidate with a checkpoint', () => folded({ checkpoint: { store: memoryStore() } })],
  [
    'crossValidate with stratify and groups',
    () => folded({ folds: 2, stratify: true, groups: [1, 2, 3] }),
  ],
  [
    'crossValidate with stratify where a class has one row',
    () => folded({ folds: 2, stratify: true }),
  ],
  ['crossValidate with two groups of three rows', () => folded({ folds: 2, groups: ['a', 'b'] })],
  [
    'crossValidate with a split that has row 7',
    () => folded({ folds: [{ train: [0, 1], test: [7] }] }),
  ],
  [
    'crossValidate with a row for training and testing',
    () => folded({ folds: [{ train: [0, 1], test: [1] }] }),
  ],
  [
    'crossValidate with splits to be repeated',
    () => folded({ folds: [{ train: [0, 1], test: [2] }], repeats: 2 }),
  ],
  [
    'crossValidate of a row with a missing value',
    () =>
      folded(
        { folds: 3 },
        {
          x: [
            [0, 1],
            [1, 0],
            [NaN, 1],
          ],
          y: [0, 1, 2],
        },
      ),
  ],
  ['shuffledFolds(3, { folds: 2.5 })', () => shuffledFolds(3, { folds: 2.5 })],
  [
    "stratifiedFolds(['a', 'b'], { folds: 2 })",
    () => stratifiedFolds(['a', 'b'] as never, { folds: 2 }),
  ],
  ["groupedFolds(['a', 'a'], { folds: 2 })", () => groupedFolds(['a', 'a'], { folds: 2 })],
  [
    'findLearningRate from 1 to 0.1',
    () => findLearningRate(spec, data, { ...ratesOf, from: 1, to: 0.1 }),
  ],
  ['findLearningRate in 5 steps', () => findLearningRate(spec, data, { ...ratesOf, steps: 5 })],
  ['findLearningRate with epochs', () => findLearningRate(spec, data, options)],
  ['choice([])', () => choice([])],
  ['uniform(1, 0)', () => uniform(1, 0)],
  ['logUniform(0, 1)', () => logUniform(0, 1)],
  ['integer(1, 2.5)', () => integer(1, 2.5)],
  [
    "a search space of kind 'normal'",
    () => searchOf({ space: { units: { kind: 'normal', low: 0, high: 1 } } }),
  ],
  ['a search without trials', () => searchOf({ trials: undefined })],
  ['a search without data to judge by', () => searchOf({ validationData: undefined })],
  ["a search with monitor: 'valAcuracy'", () => searchOf({ monitor: 'valAcuracy' })],
  ["a search with earlyTermination: 'median'", () => searchOf({ earlyTermination: 'median' })],
  [
    'a search with earlyTermination and crossValidation',
    () =>
      searchOf({
        validationData: undefined,
        crossValidation: {},
        earlyTermination: 'medianStopping',
      }),
  ],
  [
    'a search whose crossValidation has stratify and groups',
    () =>
      searchOf({
        validationData: undefined,
        crossValidation: { stratify: true, groups: [1, 2, 3] },
      }),
  ],
  [
    'a grid over uniform(0, 1)',
    () => searchOf({ strategy: 'grid', space: { rate: uniform(0, 1) } }),
  ],
  [
    'a search that goes on from trials of another',
    () => searchOf({ done: [{ trial: 1, parameters: { units: 9 }, status: 'failed', curve: [] }] }),
  ],
  [
    'a search that builds validationData',
    () => searchOf({ build: () => ({ spec, options: { ...options, validationData: data } }) }),
  ],
]

test('every bad input gets an error that says where, what and how to mend it', async () => {
  const rows = []
  for (const [what, attempt] of attempts) {
    const error = await Promise.resolve()
      .then(attempt)
      .then(
        () => new Error(`${what}: nothing was thrown`),
        (thrown) => thrown as Error,
      )
    if (!isParallaxError(error)) throw error
    rows.push(`| ${what} | ${error.code} | ${error.message.replaceAll('|', '\\|')} |`)
  }
  const page = [
    '# Bad inputs and what they get',
    '',
    'Every row is tried by a test, which also writes this page: `npx vitest run bad-inputs -u`.',
    '',
    '| input | code | message |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n')
  await expect(page).toMatchFileSnapshot('../../../docs/bad-inputs.md')
})
