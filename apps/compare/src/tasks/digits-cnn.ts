import {
  conv2d,
  dense,
  dropout,
  flatten,
  maxPooling2d,
  normalization,
  reshape,
  sequential,
} from '@parallax-ml/core'
import { digits } from '@parallax-ml/datasets'
import { scikitLearn } from './scikit-learn.js'
import { fifthHeldOut } from './splits.js'
import type { Task } from './task.js'

/** Handwritten digits with a convolutional network, which looks for the same strokes everywhere. */
export const digitsCnnTask: Task = {
  name: 'digits-cnn',
  description:
    'Handwritten digits of 8 × 8 pixels as images: every pixel less 5, over 6, then two times a 3 × 3 convolution (16 filters, then 32, rectified) with max pooling of 2 × 2, dropout of 0.3 and a softmax, Adam at learning rate 0.003, 15 epochs in batches of 32. A fifth of each digit is test rows, which the seed chooses, so the writers are known.',
  kind: 'classification',
  spec: sequential({
    inputShape: [64],
    layers: [
      reshape({ targetShape: [8, 8, 1] }),
      // About the mean and the variance of all pixels together.
      normalization({ mean: [5], variance: [36] }),
      conv2d({ filters: 16, kernelSize: 3, padding: 'same', activation: 'relu' }),
      maxPooling2d(),
      conv2d({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' }),
      maxPooling2d(),
      flatten(),
      dropout({ rate: 0.3 }),
      dense({ units: 10, activation: 'softmax' }),
    ],
  }),
  training: {
    loss: 'sparseCategoricalCrossentropy',
    optimizer: { name: 'adam', learningRate: 0.003 },
    batchSize: 32,
    epochs: 15,
  },
  data: fifthHeldOut(digits),
  seedMovesRows: true,
  hasOwnTestRows: true,
  featuresShareUnit: true,
  picture: { width: 8, ink: 16 },
  usualSeeds: 3,
  published: scikitLearn({ 'logistic regression': 0.967, MLP: 0.979 }),
}
