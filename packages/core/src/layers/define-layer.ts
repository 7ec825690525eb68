import { SpecError } from '../errors/parallax-error.js'
import {
  type CommonLayerOptions,
  type LayerDefinition,
  type LayerSpec,
  layerFactory,
} from './definition.js'
import { layerDefinition } from './index.js'

/** The kind of every layer that a custom factory made, for the spec that it ends up in. */
const kinds = new WeakMap<object, LayerDefinition>()

/** What {@link defineLayer} gives: a function that makes layers, and the definition to load specs with. */
export interface LayerFactory<Type extends string, Options extends object, Given extends object> {
  (options: Given & CommonLayerOptions): LayerSpec<Type, Options>
  readonly definition: LayerDefinition
}

/**
 * Defines a kind of layer of your own. It trains, saves and runs like core's own on every backend,
 * because all that it says is made of graph operations.
 *
 * @throws {SpecError} if core has a layer of that type.
 *
 * @example
 * const scale = defineLayer({
 *   type: 'scale',
 *   options: z.strictObject({ by: z.number() }),
 *   outputShape: (_, { input }) => input,
 *   weights: () => [],
 *   lower: ({ by }, { builder, input }) => builder.mul(input, by),
 * })
 * sequential({ inputShape: [2], layers: [scale({ by: 2 }), dense({ units: 1 })] })
 */
export function defineLayer<
  Type extends string,
  Options extends object,
  Given extends object = Options,
>(definition: LayerDefinition<Type, Options>): LayerFactory<Type, Options, Given> {
  const { type } = definition
  if (layerDefinition(type) !== undefined) {
    throw new SpecError({
      where: `defineLayer '${type}'`,
      problem: 'there is a layer of that type already',
      hint: 'Choose another name.',
    })
  }
  const plain = definition as unknown as LayerDefinition
  const make = layerFactory<Type, Options, Given>(definition)
  const factory = (options: Given & CommonLayerOptions): LayerSpec<Type, Options> => {
    const layer = make(options)
    kinds.set(layer, plain)
    return layer
  }
  return Object.assign(factory, { definition: plain })
}

/** The custom kinds among some layers, each once. */
export const customLayersIn = (layers: readonly object[]): LayerDefinition[] => [
  ...new Set(
    Array.isArray(layers) ? layers.flatMap((layer) => kinds.get(Object(layer)) ?? []) : [],
  ),
]
