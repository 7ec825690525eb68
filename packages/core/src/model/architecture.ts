import type { Shape } from '../graph/types.js'
import type { ModelSpec } from '../spec/model-spec.js'
import { outputShapeOf, type ResolvedLayer, resolveLayers } from '../spec/resolve.js'
import { layoutOf, type WeightLayout } from './layout.js'

/** A spec with everything that follows from it alone. */
export interface Architecture {
  readonly spec: ModelSpec
  readonly layers: readonly ResolvedLayer[]
  readonly layout: WeightLayout
  /** Shapes of one row. */
  readonly inputShape: Shape
  readonly outputShape: Shape
  /** Whether a training step draws random numbers. */
  readonly random: boolean
}

/**
 * Works out a checked spec.
 * @throws {SpecError} if its layers do not fit together.
 */
export function architectureOf(spec: ModelSpec): Architecture {
  const layers = resolveLayers(spec)
  return {
    spec,
    layers,
    layout: layoutOf(layers),
    inputShape: spec.inputShape,
    outputShape: outputShapeOf(layers),
    random: layers.some(({ definition }) => definition.random === true),
  }
}
