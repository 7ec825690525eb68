import type { LabelledRows } from '../subject.js'
import type { Planted, PlantedFault } from './planted-fault.js'
import { apart, classifier, near, problems, tanh } from './recipes.js'
import { clouds, rings } from './rows.js'
import { joined, moved, part, withFeature, withFlips, withNoise } from './spoiled.js'

/** Rows for training and rows for testing. */
const divided = (train: LabelledRows, test: LabelledRows): Planted => {
  const { recipe, data } = classifier(train, [tanh(4)], { epochs: 10 })
  return { recipe, data: { ...data, test } }
}

/** Two clouds in four dimensions, each of which tells a little. */
const faint = [
  [-0.7, -0.7, -0.7, -0.7],
  [0.7, 0.7, 0.7, 0.7],
]

const onlyEvery = ({ x, y }: LabelledRows, nth: number): LabelledRows => {
  const rows = [...y.keys()].filter((row) => y[row] === 0 || row % (2 * nth) === 1)
  return { x: rows.map((row) => x[row]!), y: rows.map((row) => y[row]!) }
}

/** Faults for the checks of data. */
export const faultsOfData: readonly PlantedFault[] = [
  {
    check: 'more-data',
    fault: '160 rows of a disc inside a ring, among four features that tell nothing',
    control: '100 rows of two clouds that a line divides',
    finds: ['info', 'warn', 'problem'],
    plant: (seed) => classifier(withNoise(rings(seed, 160), seed, 4), [tanh(8)], { epochs: 40 }),
    clean: (seed) => classifier(clouds(seed, 100, apart), [tanh(4)]),
  },
  {
    check: 'label-noise',
    fault: 'one label in ten turned over',
    control: 'two clouds that overlap, so that right labels look wrong',
    finds: problems,
    plant: (seed) =>
      classifier(withFlips(clouds(seed, 400, apart), seed, 0.1), [tanh(4)], { epochs: 20 }),
    clean: (seed) => classifier(clouds(seed, 400, near), [tanh(4)], { epochs: 20 }),
  },
  {
    check: 'conflicting-labels',
    fault: 'eight of 80 rows again with the other label',
    control: 'the rows alone',
    finds: problems,
    plant(seed) {
      const rows = clouds(seed, 80, near)
      const again = withFlips(part(rows, 0, 8), seed, 1)
      return classifier(joined(rows, again), [tanh(4)])
    },
    clean: (seed) => classifier(clouds(seed, 80, near), [tanh(4)]),
  },
  {
    check: 'duplicates',
    fault: 'ten of 40 test rows are in the training set',
    control: 'none is',
    finds: problems,
    plant(seed) {
      const rows = clouds(seed, 120, near)
      return divided(part(rows, 0, 90), joined(part(rows, 90, 120), part(rows, 0, 10)))
    },
    clean(seed) {
      const rows = clouds(seed, 120, near)
      return divided(part(rows, 0, 80), part(rows, 80, 120))
    },
  },
  {
    check: 'target-leak',
    fault: 'a fifth feature that is the label with some noise',
    control: 'a fifth feature that is noise',
    finds: problems,
    plant: (seed) =>
      classifier(
        withFeature(clouds(seed, 120, faint), seed, (_, label, noise) => label + 0.1 * noise),
        [tanh(4)],
      ),
    clean: (seed) =>
      classifier(
        withFeature(clouds(seed, 120, faint), seed, (_, __, noise) => noise),
        [tanh(4)],
      ),
  },
  {
    check: 'class-imbalance',
    fault: 'one row in thirty is of the second class, which overlaps the first',
    control: 'one in two is',
    finds: problems,
    plant: (seed) => classifier(onlyEvery(clouds(seed, 480, near), 30), [tanh(4)], { epochs: 10 }),
    clean: (seed) => classifier(clouds(seed, 240, near), [tanh(4)], { epochs: 10 }),
  },
  {
    check: 'shift',
    fault: 'one of four features is larger by 1 in the test set',
    control: 'it is not',
    finds: problems,
    plant(seed) {
      const rows = clouds(seed, 240, faint)
      return divided(part(rows, 0, 160), moved(part(rows, 160, 240), [0, 1, 0, 0]))
    },
    clean(seed) {
      const rows = clouds(seed, 240, faint)
      return divided(part(rows, 0, 160), part(rows, 160, 240))
    },
  },
  {
    check: 'coverage',
    fault: 'a quarter of the test rows lie where no training row does',
    control: 'all are drawn as training rows are',
    finds: problems,
    plant(seed) {
      const rows = clouds(seed, 200, near)
      const far = moved(part(rows, 180, 200), [6, 6])
      return divided(part(rows, 0, 120), joined(part(rows, 120, 180), far))
    },
    clean(seed) {
      const rows = clouds(seed, 200, near)
      return divided(part(rows, 0, 120), part(rows, 120, 200))
    },
  },
  {
    check: 'redundancy',
    fault: 'a fifth feature that is the first with some noise',
    control: 'a fifth feature that is noise',
    finds: ['info', 'warn', 'problem'],
    plant: (seed) =>
      classifier(
        withFeature(clouds(seed, 80, faint), seed, ([first], _, noise) => first! + 0.1 * noise),
        [tanh(4)],
      ),
    clean: (seed) =>
      classifier(
        withFeature(clouds(seed, 80, faint), seed, (_, __, noise) => noise),
        [tanh(4)],
      ),
  },
]
