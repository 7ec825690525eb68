import { dense, sequential } from '@parallax-ml/core'
import { exclusiveOr } from './exclusive-or.js'
import type { Task } from './task.js'

/**
 * The program of the article that Parallax answers, unchanged: Keras's defaults wherever it names
 * no value. It does not learn exclusive or, and the table is to say so.
 */
export const xorArticleTask: Task = {
  name: 'xor-article',
  ...exclusiveOr,
  description:
    "The article's program unchanged: exclusive or, two sigmoid units and a sigmoid, Keras's Adam (learning rate 0.001) and Glorot start, 1,000 epochs of one batch. All four rows are training and test.",
  spec: sequential({
    inputShape: [2],
    layers: [
      dense({ units: 2, activation: 'sigmoid', kernelInitializer: 'glorotUniform' }),
      dense({ units: 1, activation: 'sigmoid', kernelInitializer: 'glorotUniform' }),
    ],
  }),
  training: {
    loss: 'binaryCrossentropy',
    optimizer: { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    batchSize: 4,
    epochs: 1000,
  },
}
