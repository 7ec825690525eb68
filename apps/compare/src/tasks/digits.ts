import { dense, dropout, normalization, sequential } from '@parallax-ml/core'
import { digits } from '@parallax-ml/datasets'
import { scikitLearn } from './scikit-learn.js'
import { fifthHeldOut } from './splits.js'
import type { Task } from './task.js'

const pixels = 64

/** Handwritten digits with a dense network, which does not know that the pixels form an image. */
export const digitsTask: Task = {
  name: 'digits',
  description:
    'Handwritten digits of 8 × 8 pixels: every pixel less 5, over 6, then 128 rectified units, dropout of 0.3 and a softmax, Adam at learning rate 0.005, 15 epochs in batches of 32. A fifth of each digit is test rows, which the seed chooses, so the writers are known.',
  kind: 'classification',
  spec: sequential({
    inputShape: [pixels],
    layers: [
      // About the mean and the variance of all pixels together. Each by its own would blow up the
      // few marks at the border, where pixels hardly vary.
      normalization({ mean: Array(pixels).fill(5), variance: Array(pixels).fill(36) }),
      dense({ units: 128, activation: 'relu' }),
      dropout({ rate: 0.3 }),
      dense({ units: 10, activation: 'softmax' }),
    ],
  }),
  training: {
    loss: 'sparseCategoricalCrossentropy',
    optimizer: { name: 'adam', learningRate: 0.005 },
    batchSize: 32,
    epochs: 15,
  },
  data: fifthHeldOut(digits),
  seedMovesRows: true,
  hasOwnTestRows: true,
  featuresShareUnit: true,
  picture: { width: 8, ink: 16 },
  published: scikitLearn({ 'logistic regression': 0.967, MLP: 0.979 }),
}
