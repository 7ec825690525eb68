import type { OptimizerChoice } from '@parallax-ml/core'

/** Every optimiser of core, and each of its kinds of update: a name for cases, and the choice. */
export const everyOptimizer: readonly (readonly [string, OptimizerChoice & object])[] = [
  ['sgd', { name: 'sgd' }],
  ['sgd momentum', { name: 'sgd', momentum: 0.9 }],
  ['sgd nesterov', { name: 'sgd', momentum: 0.9, nesterov: true }],
  ['sgd weight decay', { name: 'sgd', weightDecay: 0.01, learningRate: 0.1 }],
  ['adam', { name: 'adam', learningRate: 0.01 }],
  ['adamW', { name: 'adamW', learningRate: 0.01 }],
]
