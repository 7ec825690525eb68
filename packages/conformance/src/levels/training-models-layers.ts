import {
  add,
  alphaDropout,
  batchNormalization,
  concatenate,
  connect,
  dense,
  dot,
  embedding,
  flatten,
  functional,
  gaussianDropout,
  gaussianNoise,
  groupNormalization,
  input,
  layerNormalization,
  leakyRelu,
  multiply,
  prelu,
  rmsNormalization,
  sequential,
  spatialDropout1d,
  unitNormalization,
} from '@parallax-ml/core'
import { classes, randomRows } from './random-rows.js'
import type { TrainingModel } from './training-models.js'

/** Two branches of the same input, joined in three ways. */
function branches() {
  const x = input('input', [3])
  const left = connect(x, dense({ units: 4, activation: 'tanh' }))
  const right = connect(x, dense({ units: 4, activation: 'sigmoid' }))
  const both = [left, right]
  const sum = connect(both, add())
  const product = connect(both, multiply())
  const cosine = connect(both, dot({ axes: 1, normalize: true }))
  const joined = connect([sum, product, cosine], concatenate())
  return functional({ outputs: { output: connect(joined, dense({ units: 2 })) } })
}

/** Small models with normalizations, an embedding, and activations as layers. */
export const layerTrainingModels: readonly TrainingModel[] = [
  {
    name: 'batch normalization, padded last batch',
    spec: sequential({
      inputShape: [3],
      layers: [
        batchNormalization({ momentum: 0.8 }),
        dense({ units: 6, activation: 'tanh' }),
        batchNormalization(),
        dense({ units: 2 }),
      ],
    }),
    data: { x: randomRows(50, 13, 3), y: randomRows(51, 13, 2) },
    loss: 'meanSquaredError',
    batchSize: 5,
    epochs: 7,
  },
  {
    name: 'layer, root-mean-square and group normalization',
    spec: sequential({
      inputShape: [2, 4],
      layers: [
        layerNormalization({ axis: [1, 2] }),
        dense({ units: 6, activation: 'tanh' }),
        groupNormalization({ groups: 2 }),
        dense({ units: 4 }),
        rmsNormalization(),
        dense({ units: 3 }),
      ],
    }),
    data: { x: randomRows(52, 10, 2, 4), y: randomRows(53, 10, 2, 3) },
    loss: 'meanSquaredError',
    batchSize: 10,
    epochs: 20,
  },
  {
    name: 'embedding of unit length',
    spec: sequential({
      inputShape: [3],
      layers: [
        // Rows of about 0.02 could pass the origin, where the unit vector is not continuous.
        embedding({
          inputDim: 6,
          outputDim: 4,
          embeddingsInitializer: { name: 'randomUniform', minval: -1, maxval: 1 },
        }),
        unitNormalization(),
        flatten(),
        dense({ units: 2 }),
      ],
    }),
    data: {
      x: { shape: [11, 3], data: Float64Array.from(classes(54, 33, 6)) },
      y: randomRows(55, 11, 2),
    },
    loss: 'meanSquaredError',
    batchSize: 11,
    epochs: 20,
  },
  {
    name: 'leaky and trained slopes',
    spec: sequential({
      inputShape: [3],
      layers: [
        dense({ units: 6 }),
        leakyRelu(),
        dense({ units: 6 }),
        prelu({ alphaInitializer: { name: 'constant', value: 0.25 } }),
        dense({ units: 2 }),
      ],
    }),
    data: { x: randomRows(56, 12, 3), y: randomRows(57, 12, 2) },
    loss: 'meanSquaredError',
    batchSize: 12,
    epochs: 5,
    chaotic: true,
  },
  {
    name: 'branches joined',
    spec: branches(),
    // From most other rows FTRL's threshold, and from some the first steps of RMSprop, turn one rounding of
    // float32 into more than the bound.
    data: { x: randomRows(98, 12, 3), y: randomRows(99, 12, 2) },
    loss: 'meanSquaredError',
    batchSize: 12,
    // Later the left branch passes the origin, where the cosine is not continuous.
    epochs: 10,
  },
  {
    name: 'noise between the layers',
    spec: sequential({
      inputShape: [3, 4],
      layers: [
        gaussianNoise({ stddev: 0.1 }),
        dense({ units: 5, activation: 'tanh' }),
        spatialDropout1d({ rate: 0.3 }),
        gaussianDropout({ rate: 0.2 }),
        dense({ units: 4, activation: 'tanh' }),
        alphaDropout({ rate: 0.2 }),
        dense({ units: 2 }),
      ],
    }),
    data: { x: randomRows(61, 10, 3, 4), y: randomRows(62, 10, 3, 2) },
    loss: 'meanSquaredError',
    batchSize: 10,
    epochs: 20,
  },
]
