import type { Shape } from '../graph/types.js'
import type { LayerDefinition, WeightDeclaration } from '../layers/definition.js'
import { layerDefinition } from '../layers/index.js'
import type { ModelSpec } from './model-spec.js'

/** A layer of a checked spec with what follows from it. Shapes are without the axis of rows. */
export interface ResolvedLayer {
  readonly name: string
  readonly definition: LayerDefinition
  readonly options: object
  readonly inputShape: Shape
  readonly outputShape: Shape
  readonly weights: readonly WeightDeclaration[]
}

/**
 * The layers of a spec with their shapes and weights.
 * @throws {SpecError} if a layer cannot take what the one before it gives.
 */
export function resolveLayers(spec: ModelSpec): ResolvedLayer[] {
  let inputShape = spec.inputShape
  return spec.layers.map(({ type, name, ...options }, i) => {
    const definition = layerDefinition(type)!
    const where = `layers[${i}] (${name})`
    const outputShape = definition.outputShape(options, inputShape, where)
    const weights = definition.weights(options, inputShape)
    const layer = { name, definition, options, inputShape, outputShape, weights }
    inputShape = outputShape
    return layer
  })
}

/** The shape of one row of the model's output. */
export const outputShapeOf = (layers: readonly ResolvedLayer[]): Shape => layers.at(-1)!.outputShape
