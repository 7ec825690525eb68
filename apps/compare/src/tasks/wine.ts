import { dense, normalization, sequential } from '@parallax-ml/core'
import { wine } from '@parallax-ml/datasets'
import { scikitLearn } from './scikit-learn.js'
import { fifthHeldOut } from './splits.js'
import type { Task } from './task.js'

/** Wines of three cultivars; 178 rows are few for 13 features, hence the weight decay. */
export const wineTask: Task = {
  name: 'wine',
  description:
    'Wines of three cultivars by thirteen measurements: standardisation inside the model, 16 tanh units and a softmax, AdamW at learning rate 0.01 with weight decay 1, 30 epochs in batches of 16. A fifth of each class is test rows, which the seed chooses.',
  kind: 'classification',
  spec: sequential({
    inputShape: [13],
    layers: [
      normalization(),
      dense({ units: 16, activation: 'tanh' }),
      dense({ units: 3, activation: 'softmax' }),
    ],
  }),
  training: {
    loss: 'sparseCategoricalCrossentropy',
    optimizer: { name: 'adamW', learningRate: 0.01, weightDecay: 1 },
    batchSize: 16,
    epochs: 30,
  },
  data: fifthHeldOut(wine),
  seedMovesRows: true,
  hasOwnTestRows: true,
  published: scikitLearn({ 'logistic regression': 0.978, MLP: 0.975 }),
}
