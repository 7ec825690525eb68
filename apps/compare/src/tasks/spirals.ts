import { dense, sequential } from '@parallax-ml/core'
import { spirals } from '@parallax-ml/datasets'
import { drawnAnew } from './splits.js'
import type { Task } from './task.js'

/** Two spirals wound about each other, which no line comes near to telling apart. */
export const spiralsTask: Task = {
  name: 'spirals',
  description:
    'Two spirals of one and a half turns with normal noise of 0.02: 32 rectified units twice and a sigmoid, Adam at learning rate 0.01, 200 epochs in batches of 32. The seed draws 300 rows for training and 300 for testing.',
  kind: 'classification',
  spec: sequential({
    inputShape: [2],
    layers: [
      dense({ units: 32, activation: 'relu' }),
      dense({ units: 32, activation: 'relu' }),
      dense({ units: 1, activation: 'sigmoid' }),
    ],
  }),
  training: {
    loss: 'binaryCrossentropy',
    optimizer: { name: 'adam', learningRate: 0.01 },
    batchSize: 32,
    epochs: 200,
  },
  data: drawnAnew((seed) => spirals({ rows: 600, seed })),
  seedMovesRows: true,
  hasOwnTestRows: true,
  featuresShareUnit: true,
}
