import { dense, sequential } from '@parallax-ml/core'
import type { Planted, PlantedFault } from './planted-fault.js'
import { apart, classifier, near, problems, relu, tanh } from './recipes.js'
import { clouds, sums, withRandomLabels } from './rows.js'

/** A network for a weighted sum of six features. */
const summing = (seed: number): Planted => ({
  recipe: {
    spec: sequential({ inputShape: [6], layers: [tanh(8), dense({ units: 1 })] }),
    loss: 'meanSquaredError',
    optimizer: { name: 'adam', learningRate: 0.02 },
    epochs: 60,
  },
  data: { train: sums(seed, 100, [3, -2, 1.5, 0.1, 0, 0]) },
})

/** One cloud, in which features tell nothing. */
const nothing = [new Array(20).fill(0)]
const muchNothing = [new Array(40).fill(0)]

/** Faults for the checks of whether answers and explanations can be trusted. */
export const faultsOfTrust: readonly PlantedFault[] = [
  {
    check: 'overconfidence',
    fault: 'labels that mean nothing, learned by heart',
    control: 'two clouds that overlap, and a network that a line is enough for',
    finds: problems,
    plant: (seed) =>
      classifier(withRandomLabels(clouds(seed, 80, nothing), seed), [relu(32)], { epochs: 60 }),
    clean: (seed) => classifier(clouds(seed, 160, near), [tanh(2)]),
  },
  {
    check: 'weak-slices',
    fault: 'labels that mean nothing where the second feature is above 0.5',
    control: 'labels that mean the same everywhere',
    finds: problems,
    plant(seed) {
      const rows = clouds(seed, 200, [
        [-2, 0],
        [2, 0],
      ])
      const random = withRandomLabels(rows, seed)
      const y = rows.y.map((label, row) => (rows.x[row]![1]! > 0.5 ? random.y[row]! : label))
      return classifier({ x: rows.x, y }, [tanh(4)], { epochs: 15 })
    },
    clean: (seed) => classifier(clouds(seed, 200, apart), [tanh(4)], { epochs: 15 }),
  },
  {
    check: 'one-feature',
    fault: 'one of four features tells everything',
    control: 'six features tell the same share each',
    finds: ['info', 'warn', 'problem'],
    plant: (seed) =>
      classifier(
        clouds(seed, 100, [
          [-2.5, 0, 0, 0],
          [2.5, 0, 0, 0],
        ]),
        [tanh(4)],
      ),
    clean: (seed) =>
      classifier(
        clouds(seed, 120, [
          [-0.8, -0.8, -0.8, -0.8, -0.8, -0.8],
          [0.8, 0.8, 0.8, 0.8, 0.8, 0.8],
        ]),
        [tanh(4)],
      ),
  },
  {
    check: 'untrustworthy-explanation',
    fault: 'labels that mean nothing, in which every seed finds something else',
    control: 'a weighted sum of six features, of which three matter',
    finds: ['info', 'warn', 'problem'],
    plant: (seed) =>
      classifier(withRandomLabels(clouds(seed, 40, muchNothing), seed), [relu(32)], { epochs: 40 }),
    clean: summing,
  },
]
