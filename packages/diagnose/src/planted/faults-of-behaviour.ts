import { dense, interpreter } from '@parallax-ml/core'
import type { PlantedFault } from './planted-fault.js'
import { apart, classifier, near, problems, relu, tanh } from './recipes.js'
import { clouds, crossed, rings, withRandomLabels } from './rows.js'
import { wrongBackend } from './wrong-backend.js'

const wild = { name: 'randomNormal', stddev: 20 } as const

/** Faults for the checks of behaviour. */
export const faultsOfBehaviour: readonly PlantedFault[] = [
  {
    check: 'fragility',
    fault: 'labels that mean nothing, learned by heart from first weights twenty times too large',
    control: 'two clouds, and first weights as usual',
    finds: problems,
    plant: (seed) =>
      classifier(
        withRandomLabels(clouds(seed, 60, near), seed),
        [dense({ units: 64, activation: 'tanh', kernelInitializer: wild, biasInitializer: wild })],
        { epochs: 60 },
      ),
    clean: (seed) => classifier(clouds(seed, 100, apart), [relu(8)]),
  },
  {
    check: 'seed-lottery',
    fault: 'two units of relu for crossed clouds, which they learn from some seeds only',
    control: 'sixteen units of tanh for the same rows',
    finds: problems,
    plant: (seed) => classifier(crossed(seed, 160), [relu(2)], { epochs: 20 }),
    clean: (seed) => classifier(crossed(seed, 160), [tanh(16)], { epochs: 20 }),
  },
  {
    check: 'simple-enough',
    fault: 'eight units for two clouds that a line divides',
    control: 'twelve units for a disc inside a ring',
    finds: ['info', 'warn'],
    plant: (seed) => classifier(clouds(seed, 120, near), [tanh(8)]),
    clean: (seed) => classifier(rings(seed, 200), [tanh(12)], { epochs: 60, learningRate: 0.05 }),
  },
  {
    check: 'too-big',
    fault: '32 units for two clouds that a line divides',
    control: 'eight units for a disc inside a ring, which two cannot enclose',
    finds: ['info', 'warn'],
    plant: (seed) => classifier(clouds(seed, 120, apart), [tanh(32)]),
    clean: (seed) => classifier(rings(seed, 160), [tanh(8)], { epochs: 60, learningRate: 0.05 }),
  },
  {
    check: 'backend-mismatch',
    fault: 'a backend that takes sigmoid for tanh',
    control: 'one that is slow, and right',
    finds: problems,
    plant: (seed) => ({
      ...classifier(clouds(seed, 40, near), [relu(8), tanh(4)], { epochs: 5 }),
      options: { backends: [wrongBackend('tanh', 'sigmoid')] },
    }),
    clean: (seed) => ({
      ...classifier(clouds(seed, 40, near), [relu(8), tanh(4)], { epochs: 5 }),
      options: { backends: [interpreter] },
    }),
  },
]
