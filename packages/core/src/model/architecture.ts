import type { ModelSpec } from '../spec/model-spec.js'
import { type ResolvedModel, resolveModel } from '../spec/resolve.js'
import { layoutOf, type WeightLayout } from './layout.js'

/** A spec with everything that follows from it alone. */
export interface Architecture extends ResolvedModel {
  readonly spec: ModelSpec
  readonly layout: WeightLayout
  /** Whether a training step draws random numbers. */
  readonly random: boolean
}

/**
 * Works out a checked spec.
 * @throws {SpecError} if its layers do not fit together.
 */
export function architectureOf(spec: ModelSpec): Architecture {
  const model = resolveModel(spec)
  return {
    ...model,
    spec,
    layout: layoutOf(model.layers),
    random: model.layers.some(({ definition }) => definition.random === true),
  }
}
