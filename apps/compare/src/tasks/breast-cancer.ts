import { dense, normalization, sequential } from '@parallax-ml/core'
import { breastCancer } from '@parallax-ml/datasets'
import { scikitLearn } from './scikit-learn.js'
import { fifthHeldOut } from './splits.js'
import type { Task } from './task.js'

/** Tumours, malignant or benign: nearly a linear problem, so the weights are kept small. */
export const breastCancerTask: Task = {
  name: 'breast-cancer',
  description:
    'Breast tumours, malignant or benign, by thirty measurements: standardisation inside the model, 16 rectified units and a sigmoid, AdamW at learning rate 0.005 with weight decay 1, 20 epochs in batches of 32. A fifth of each class is test rows, which the seed chooses.',
  kind: 'classification',
  spec: sequential({
    inputShape: [30],
    layers: [
      normalization(),
      dense({ units: 16, activation: 'relu' }),
      dense({ units: 1, activation: 'sigmoid' }),
    ],
  }),
  training: {
    loss: 'binaryCrossentropy',
    optimizer: { name: 'adamW', learningRate: 0.005, weightDecay: 1 },
    batchSize: 32,
    epochs: 20,
  },
  data: fifthHeldOut(breastCancer),
  seedMovesRows: true,
  hasOwnTestRows: true,
  published: scikitLearn({ 'logistic regression': 0.979, MLP: 0.975 }),
}
