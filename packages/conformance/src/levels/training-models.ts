import {
  activation,
  type Dataset,
  dense,
  dropout,
  flatten,
  type LossChoice,
  type LossName,
  type ModelSpec,
  normalization,
  sequential,
} from '@parallax-ml/core'
import { classes, oneHot, randomRows } from './random-rows.js'
import { layerTrainingModels } from './training-models-layers.js'
import { windowModels } from './window-models.js'

/** A model and what it is trained on. */
export interface TrainingModel {
  readonly name: string
  readonly spec: ModelSpec
  readonly data: Dataset
  readonly loss: LossChoice
  readonly batchSize: number
  readonly epochs: number
  /** Small differences grow where an input of relu is near 0: only first losses are compared. */
  readonly chaotic?: boolean
}

const sized = (rows: ReturnType<typeof randomRows>) => ({
  ...rows,
  data: rows.data.map((value) => Math.abs(value) + 0.25),
})

/** Targets that suit losses, and the activation of the last layer that does. */
const suited = {
  linear: randomRows(11, 10, 3),
  softplus: sized(randomRows(12, 10, 3)),
  sigmoid: oneHot(classes(13, 10, 3), 3),
  softmax: oneHot(classes(14, 10, 3), 3),
} as const

const lossModel = (
  loss: LossName,
  last: keyof typeof suited,
  y: Dataset['y'] = suited[last],
): TrainingModel => ({
  name: `${loss}, ${last}`,
  spec: sequential({
    inputShape: [4],
    layers: [dense({ units: 5, activation: 'tanh' }), dense({ units: 3, activation: last })],
  }),
  data: { x: randomRows(10, 10, 4), y },
  loss,
  batchSize: 10,
  epochs: 10,
})

/** Small models with every layer and every loss, and an odd shape of data each. */
export const trainingModels: readonly TrainingModel[] = [
  {
    name: 'tanh and sigmoid on xor',
    spec: sequential({
      inputShape: [2],
      layers: [dense({ units: 8, activation: 'tanh' }), dense({ units: 1, activation: 'sigmoid' })],
    }),
    data: {
      x: [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ],
      y: [[0], [1], [1], [0]],
    },
    loss: 'binaryCrossentropy',
    batchSize: 4,
    epochs: 20,
  },
  {
    name: 'relu and softmax',
    spec: sequential({
      inputShape: [4],
      layers: [
        dense({ units: 16, activation: 'relu' }),
        dense({ units: 3, activation: 'softmax' }),
      ],
    }),
    data: { x: randomRows(1, 24, 4), y: classes(1, 24, 3) },
    loss: 'sparseCategoricalCrossentropy',
    batchSize: 24,
    epochs: 5,
    chaotic: true,
  },
  {
    name: 'normalization and dropout',
    spec: sequential({
      inputShape: [3],
      layers: [
        normalization(),
        dense({ units: 6, activation: 'tanh' }),
        dropout({ rate: 0.3 }),
        dense({ units: 2 }),
      ],
    }),
    data: { x: randomRows(2, 17, 3), y: randomRows(3, 17, 2) },
    loss: 'meanSquaredError',
    batchSize: 17,
    epochs: 20,
  },
  {
    name: 'flattened rows of two axes',
    spec: sequential({
      inputShape: [3, 4],
      layers: [
        flatten(),
        dense({ units: 5, activation: 'softplus' }),
        dense({ units: 3, useBias: false }),
        activation({ activation: 'softmax' }),
      ],
    }),
    data: { x: randomRows(4, 11, 3, 4), y: oneHot(classes(4, 11, 3), 3) },
    loss: 'categoricalCrossentropy',
    batchSize: 11,
    epochs: 20,
  },
  {
    name: 'linear, sample weights, padded last batch',
    spec: sequential({ inputShape: [3], layers: [dense({ units: 1 })] }),
    data: {
      x: randomRows(5, 13, 3),
      y: randomRows(6, 13, 1),
      sampleWeight: [1, 2, 0.5, 1, 0, 3, 1, 1, 0.25, 1, 2, 1, 1.5],
    },
    loss: 'meanSquaredError',
    batchSize: 5,
    epochs: 7,
  },
  {
    name: 'logits',
    spec: sequential({ inputShape: [4], layers: [dense({ units: 3 })] }),
    data: { x: randomRows(7, 12, 4), y: classes(7, 12, 3) },
    loss: { name: 'sparseCategoricalCrossentropy', fromLogits: true },
    batchSize: 12,
    epochs: 20,
  },
  {
    name: 'dense on an inner axis',
    spec: sequential({
      inputShape: [2, 3],
      layers: [dense({ units: 4, activation: 'sigmoid' }), dense({ units: 1 })],
    }),
    data: { x: randomRows(8, 9, 2, 3), y: randomRows(9, 9, 2, 1) },
    loss: 'meanSquaredError',
    batchSize: 9,
    epochs: 20,
  },
  lossModel('binaryFocalCrossentropy', 'sigmoid'),
  lossModel('categoricalFocalCrossentropy', 'softmax'),
  lossModel('categoricalHinge', 'linear', suited.softmax),
  lossModel('cosineSimilarity', 'linear'),
  lossModel('hinge', 'linear', suited.sigmoid),
  lossModel('huber', 'linear'),
  lossModel('klDivergence', 'softmax'),
  lossModel('logCosh', 'linear'),
  lossModel('meanAbsoluteError', 'linear'),
  lossModel('meanAbsolutePercentageError', 'softplus'),
  lossModel('meanSquaredLogarithmicError', 'softplus'),
  lossModel('poisson', 'softplus'),
  lossModel('squaredHinge', 'linear', suited.sigmoid),
  ...windowModels,
  ...layerTrainingModels,
]
