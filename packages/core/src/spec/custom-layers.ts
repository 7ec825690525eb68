import type { LayerDefinition } from '../layers/definition.js'
import { layerDefinition } from '../layers/index.js'
import type { ModelSpec } from './model-spec.js'

/** Kinds of layers that are not core's own, by the spec that uses them. A spec itself is plain JSON. */
const customLayers = new WeakMap<object, readonly LayerDefinition[]>()

/** The custom kinds that a spec was made with. */
export const customLayersOf = (spec: object): readonly LayerDefinition[] =>
  customLayers.get(spec) ?? []

/** Remembers the custom kinds of a spec. */
export function rememberCustomLayers<Spec extends object>(
  spec: Spec,
  definitions: readonly LayerDefinition[],
): Spec {
  if (definitions.length > 0) customLayers.set(spec, definitions)
  return spec
}

/** The definition of a kind of layer in a spec, or undefined. */
export const definitionFor = (spec: ModelSpec, type: string): LayerDefinition | undefined =>
  layerDefinition(type) ?? customLayersOf(spec).find((definition) => definition.type === type)
