import { dense, sequential } from '@parallax-ml/core'
import { exclusiveOr } from './exclusive-or.js'
import type { Task } from './task.js'

/** Exclusive or with a network and settings that learn it from every start tried. */
export const xorTask: Task = {
  name: 'xor',
  ...exclusiveOr,
  description:
    'Exclusive or: eight tanh units and a sigmoid, Adam at learning rate 0.05, 300 epochs of one batch. All four rows are training and test.',
  spec: sequential({
    inputShape: [2],
    layers: [dense({ units: 8, activation: 'tanh' }), dense({ units: 1, activation: 'sigmoid' })],
  }),
  training: {
    loss: 'binaryCrossentropy',
    optimizer: { name: 'adam', learningRate: 0.05 },
    batchSize: 4,
    epochs: 300,
  },
}
