import { dense, normalization, sequential } from '@parallax-ml/core'
import { iris } from '@parallax-ml/datasets'
import { scikitLearn } from './scikit-learn.js'
import { fifthHeldOut } from './splits.js'
import type { Task } from './task.js'

/** Fisher's irises, standardised inside the model; the seed decides the test rows as well. */
export const irisTask: Task = {
  name: 'iris',
  description:
    "Fisher's irises, three species by four lengths: standardisation inside the model, 16 tanh units and a softmax, Adam at learning rate 0.01, 50 epochs in batches of 16. A fifth of each species is test rows, which the seed chooses.",
  kind: 'classification',
  spec: sequential({
    inputShape: [4],
    layers: [
      normalization(),
      dense({ units: 16, activation: 'tanh' }),
      dense({ units: 3, activation: 'softmax' }),
    ],
  }),
  training: {
    loss: 'sparseCategoricalCrossentropy',
    optimizer: { name: 'adam', learningRate: 0.01 },
    batchSize: 16,
    epochs: 50,
  },
  data: fifthHeldOut(iris),
  seedMovesRows: true,
  hasOwnTestRows: true,
  published: scikitLearn({ 'logistic regression': 0.96, MLP: 0.952 }),
}
