import { dense, type LayerSpec, sequential } from '@parallax-ml/core'
import type { Severity } from '../finding.js'
import type { LabelledRows, Recipe } from '../subject.js'
import type { Planted } from './planted-fault.js'
import type { Centers } from './rows.js'

/** Centers of two clouds that hardly touch. */
export const apart: Centers = [
  [-2, -2],
  [2, 2],
]

/** Centers of two clouds that overlap. */
export const near: Centers = [
  [-1.2, 0],
  [1.2, 0],
]

/** Severities that say that something should be done. */
export const problems: readonly Severity[] = ['problem', 'warn']

/** A recipe for classes: hidden layers, and how it is trained. */
export const classifier = (
  train: LabelledRows,
  hidden: readonly LayerSpec[],
  { epochs = 30, learningRate = 0.02, ...rest }: Partial<Recipe> & { learningRate?: number } = {},
): Planted => ({
  recipe: {
    spec: sequential({
      inputShape: [train.x[0]!.length],
      layers: [
        ...hidden,
        dense({
          units: train.y.reduce((most, y) => Math.max(most, y), 1) + 1,
          activation: 'softmax',
        }),
      ],
    }),
    loss: 'sparseCategoricalCrossentropy',
    optimizer: { name: 'adam', learningRate },
    epochs,
    ...rest,
  },
  data: { train },
})

/** A hidden layer. */
export const relu = (units: number): LayerSpec => dense({ units, activation: 'relu' })
/** A hidden layer. */
export const tanh = (units: number): LayerSpec => dense({ units, activation: 'tanh' })
