import { dense, sequential } from '@parallax-ml/core'
import { moons } from '@parallax-ml/datasets'
import { drawnAnew } from './splits.js'
import type { Task } from './task.js'

/** Two half circles that reach into each other, with so much noise that some points are lost. */
export const moonsTask: Task = {
  name: 'moons',
  description:
    'Two half circles with normal noise of 0.2: 16 tanh units twice and a sigmoid, Adam at learning rate 0.01, 60 epochs in batches of 32. The seed draws 300 rows for training and 300 for testing.',
  kind: 'classification',
  spec: sequential({
    inputShape: [2],
    layers: [
      dense({ units: 16, activation: 'tanh' }),
      dense({ units: 16, activation: 'tanh' }),
      dense({ units: 1, activation: 'sigmoid' }),
    ],
  }),
  training: {
    loss: 'binaryCrossentropy',
    optimizer: { name: 'adam', learningRate: 0.01 },
    batchSize: 32,
    epochs: 60,
  },
  data: drawnAnew((seed) => moons({ rows: 600, noise: 0.2, seed })),
  seedMovesRows: true,
  hasOwnTestRows: true,
  featuresShareUnit: true,
}
