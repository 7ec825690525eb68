import { activationLayer } from './activation.js'
import type { LayerDefinition } from './definition.js'
import { denseLayer } from './dense.js'
import { dropoutLayer } from './dropout.js'
import { flattenLayer } from './flatten.js'
import { normalizationLayer } from './normalization.js'

/** Every kind of layer. A new one takes a file and a line here. */
export const layerDefinitions = [
  activationLayer,
  denseLayer,
  dropoutLayer,
  flattenLayer,
  normalizationLayer,
] as unknown as readonly LayerDefinition[]

/** The definition of a kind of layer, or undefined. */
export const layerDefinition = (type: string): LayerDefinition | undefined =>
  layerDefinitions.find((definition) => definition.type === type)
