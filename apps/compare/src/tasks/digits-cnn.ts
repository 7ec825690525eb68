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
import { digitsTask } from './digits.js'
import type { Task } from './task.js'

/** Handwritten digits with a convolutional network, which looks for the same strokes everywhere. */
export const digitsCnnTask: Task = {
  ...digitsTask,
  name: 'digits-cnn',
  description: 'TBD',
  spec: sequential({
    inputShape: [64],
    layers: [
      reshape({ targetShape: [8, 8, 1] }),
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
}
