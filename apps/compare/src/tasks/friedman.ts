import { dense, normalization, sequential } from '@parallax-ml/core'
import { friedman1 } from '@parallax-ml/datasets'
import { drawnAnew } from './splits.js'
import type { Task } from './task.js'

/** Friedman's first regression, half of whose features are noise: R² can reach 0.96. */
export const friedmanTask: Task = {
  name: 'friedman1',
  description:
    "Friedman's first regression: ten uniform features, of which five count, noise of 1, so that no model reaches more than R² 0.96. Standardisation inside the model, 32 SiLU units twice and one output, Adam at learning rate 0.005, 100 epochs in batches of 32. The seed draws 500 rows for training and 500 for testing.",
  kind: 'regression',
  spec: sequential({
    inputShape: [10],
    layers: [
      normalization(),
      dense({ units: 32, activation: 'silu' }),
      dense({ units: 32, activation: 'silu' }),
      dense({ units: 1 }),
    ],
  }),
  training: {
    loss: 'meanSquaredError',
    optimizer: { name: 'adam', learningRate: 0.005 },
    batchSize: 32,
    epochs: 100,
  },
  data: drawnAnew((seed) => friedman1({ rows: 1000, seed })),
  seedMovesRows: true,
  hasOwnTestRows: true,
  featuresShareUnit: true,
}
