import type { OptimizerChoice } from '@parallax-ml/core'

/** Every optimiser of core, and each of its kinds of update: a name for cases, and the choice. */
export const everyOptimizer: readonly (readonly [string, OptimizerChoice & object])[] = [
  ['sgd', { name: 'sgd' }],
  ['sgd momentum', { name: 'sgd', momentum: 0.9 }],
  ['sgd nesterov', { name: 'sgd', momentum: 0.9, nesterov: true }],
  ['sgd weight decay', { name: 'sgd', weightDecay: 0.01, learningRate: 0.1 }],
  ['adam', { name: 'adam', learningRate: 0.01 }],
  ['adam amsgrad', { name: 'adam', learningRate: 0.01, amsgrad: true }],
  ['adamW', { name: 'adamW', learningRate: 0.01 }],
  ['nadam', { name: 'nadam', learningRate: 0.01 }],
  ['adamax', { name: 'adamax', learningRate: 0.01 }],
  ['adagrad', { name: 'adagrad', learningRate: 0.1 }],
  ['adadelta', { name: 'adadelta', learningRate: 1 }],
  ['rmsprop', { name: 'rmsprop', learningRate: 0.01 }],
  [
    'rmsprop centered momentum',
    { name: 'rmsprop', learningRate: 0.001, centered: true, momentum: 0.9 },
  ],
  ['ftrl', { name: 'ftrl', learningRate: 0.1 }],
  ['lion', { name: 'lion' }],
  ['lamb', { name: 'lamb', learningRate: 0.01 }],
  ['adafactor', { name: 'adafactor', learningRate: 0.01 }],
  ['muon', { name: 'muon', learningRate: 0.01 }],
  ['sgd clip value', { name: 'sgd', clipValue: 0.01, learningRate: 0.1 }],
  ['sgd clip norm', { name: 'sgd', clipNorm: 0.01, learningRate: 0.1 }],
  ['sgd global clip norm', { name: 'sgd', globalClipNorm: 0.01, learningRate: 0.1 }],
  [
    'adam moving average',
    { name: 'adam', useEma: true, emaMomentum: 0.8, emaOverwriteFrequency: 3 },
  ],
  [
    'sgd cosine decay',
    {
      name: 'sgd',
      learningRate: { name: 'cosineDecay', initialLearningRate: 0.1, decaySteps: 10 },
    },
  ],
]

/**
 * Those whose steps do not shrink with the gradient of a weight: where that is 0 but for rounding, as
 * where signs cancel out, they make steps of float32's noise.
 */
export const magnifying: readonly string[] = [
  'lion',
  'lamb',
  'adafactor',
  'muon',
  'sgd global clip norm',
]
