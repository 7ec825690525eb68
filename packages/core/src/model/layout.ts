import { sizeOf } from '../graph/shape.js'
import type { Shape } from '../graph/types.js'
import { initialize } from '../initializers/index.js'
import type { WeightDeclaration, WeightRole } from '../layers/definition.js'
import { randomKey } from '../random/draws.js'
import type { ResolvedLayer } from '../spec/resolve.js'

/** Where one weight lies in the flat state. */
export interface WeightEntry extends WeightDeclaration {
  /** `layer/weight`, for example `dense_1/kernel`. */
  readonly path: string
  readonly shape: Shape
  readonly offset: number
  readonly size: number
  /** Times the optimiser's learning rate. */
  readonly learningRateMultiplier: number
}

/**
 * The flat state: all weights of a role lie behind one another in one vector, in the order of the
 * layers, so that an optimiser's update is one pass over one tensor.
 */
export interface WeightLayout {
  readonly entries: readonly WeightEntry[]
  /** Elements of each vector; 0 where the model has no such weights. */
  readonly sizes: Readonly<Record<WeightRole, number>>
}

/** A model's weights as flat vectors, by role. Float64, whatever precision they came from. */
export type FlatWeights = Readonly<Record<WeightRole, Float64Array>>

/** The weights that are trained, in the order in which they lie in their vector. */
export const trainableOf = ({ entries }: Pick<WeightLayout, 'entries'>): readonly WeightEntry[] =>
  entries.filter(({ role }) => role === 'trainable')

/** The layout of a model's weights. */
export function layoutOf(layers: readonly ResolvedLayer[]): WeightLayout {
  const sizes = { trainable: 0, frozen: 0, statistics: 0 }
  const entries = layers.flatMap(({ name, weights, learningRateMultiplier }) =>
    weights.map((weight): WeightEntry => {
      const size = sizeOf(weight.shape)
      const offset = sizes[weight.role]
      sizes[weight.role] += size
      return { ...weight, path: `${name}/${weight.name}`, offset, size, learningRateMultiplier }
    }),
  )
  return { entries, sizes }
}

/** The weights that a seed starts with; each is a pure function of the seed and its path. */
export function initialWeights(layout: WeightLayout, seed: number): FlatWeights {
  const flat = emptyWeights(layout)
  for (const { path, role, offset, shape, initializer, values } of layout.entries) {
    flat[role].set(
      values ?? initialize(initializer, shape, randomKey(seed, `weights ${path}`)),
      offset,
    )
  }
  return flat
}

/** Zeros in every vector. */
export const emptyWeights = ({ sizes }: WeightLayout): FlatWeights => ({
  trainable: new Float64Array(sizes.trainable),
  frozen: new Float64Array(sizes.frozen),
  statistics: new Float64Array(sizes.statistics),
})
