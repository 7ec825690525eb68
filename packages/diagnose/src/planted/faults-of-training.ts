import { dense, type InitializerChoice, sequential } from '@parallax-ml/core'
import type { LabelledRows } from '../subject.js'
import type { Planted, PlantedFault } from './planted-fault.js'
import { apart, classifier, near, problems, relu, tanh } from './recipes.js'
import { clouds, crossed, sums, withRandomLabels } from './rows.js'

const square = [
  [3, 3],
  [-3, 3],
  [-3, -3],
  [3, -3],
]

const withOutput = (train: LabelledRows, kernelInitializer: InitializerChoice): Planted => ({
  recipe: {
    spec: sequential({
      inputShape: [2],
      layers: [tanh(16), dense({ units: square.length, activation: 'softmax', kernelInitializer })],
    }),
    loss: 'sparseCategoricalCrossentropy',
    epochs: 5,
  },
  data: { train },
})

const regression = (seed: number, learningRate: number): Planted => ({
  recipe: {
    spec: sequential({ inputShape: [2], layers: [relu(8), dense({ units: 1 })] }),
    loss: 'meanSquaredError',
    optimizer: { name: 'sgd', learningRate },
    epochs: 30,
  },
  data: { train: sums(seed, 60, [2, -1]) },
})

/** Faults for the checks of training. */
export const faultsOfTraining: readonly PlantedFault[] = [
  {
    check: 'initial-loss',
    fault: 'first weights of the output far too large',
    control: 'first weights as usual',
    finds: problems,
    plant: (seed) => withOutput(clouds(seed, 60, square), { name: 'randomNormal', stddev: 10 }),
    clean: (seed) => withOutput(clouds(seed, 60, square), 'glorotUniform'),
  },
  {
    check: 'stuck-at-chance',
    fault: 'two units of sigmoid for crossed clouds, and steps too few and too short',
    control: 'sixteen units of tanh, and steps enough',
    finds: problems,
    plant: (seed) =>
      classifier(crossed(seed, 40), [dense({ units: 2, activation: 'sigmoid' })], {
        epochs: 5,
        learningRate: 0.001,
      }),
    clean: (seed) => classifier(crossed(seed, 80), [tanh(16)]),
  },
  {
    check: 'overfitting',
    fault: '64 units for 40 rows of 20 features whose labels mean nothing',
    control: 'four units for 200 rows of two features',
    finds: problems,
    plant: (seed) =>
      classifier(withRandomLabels(clouds(seed, 40, [new Array(20).fill(0)]), seed), [relu(64)]),
    clean: (seed) => classifier(clouds(seed, 200, near), [tanh(4)], { epochs: 20 }),
  },
  {
    check: 'one-batch',
    fault: 'hidden weights begin at 0, so that no gradient passes relu',
    control: 'they are drawn as usual',
    finds: problems,
    plant: (seed) =>
      classifier(clouds(seed, 40, near), [
        dense({ units: 8, activation: 'relu', kernelInitializer: 'zeros' }),
      ]),
    clean: (seed) => classifier(clouds(seed, 40, apart), [relu(16)]),
  },
  {
    check: 'divergence',
    fault: 'steps a hundred times too long',
    control: 'steps of a usual length',
    finds: problems,
    plant: (seed) => regression(seed, 2),
    clean: (seed) => regression(seed, 0.02),
  },
  {
    check: 'dead-units',
    fault: 'biases begin at −10, so that units of relu never answer',
    control: 'biases begin at 0',
    finds: problems,
    plant: (seed) =>
      classifier(clouds(seed, 60, near), [
        dense({
          units: 16,
          activation: 'relu',
          biasInitializer: { name: 'constant', value: -10 },
        }),
      ]),
    clean: (seed) => classifier(clouds(seed, 60, near), [relu(16)]),
  },
  {
    check: 'underfitting',
    fault: 'a single hidden unit, trained for three epochs, between four classes',
    control: 'sixteen units, trained for forty',
    finds: problems,
    plant: (seed) => classifier(clouds(seed, 120, square), [tanh(1)], { epochs: 3 }),
    clean: (seed) => classifier(clouds(seed, 120, square), [tanh(16)], { epochs: 40 }),
  },
  {
    check: 'memorizes-noise',
    fault: '64 units for 40 rows of 20 features whose labels mean nothing',
    control: 'four units for 200 rows of two features',
    finds: problems,
    plant: (seed) =>
      classifier(withRandomLabels(clouds(seed, 40, [new Array(20).fill(0)]), seed), [relu(64)], {
        epochs: 60,
      }),
    clean: (seed) => classifier(clouds(seed, 200, near), [tanh(4)], { epochs: 20 }),
  },
]
