import { SpecError } from '../errors/parallax-error.js'
import { type OptionDefaults, type OptionsOf, schemaOfDefaults } from '../options/own-options.js'
import {
  type CommonLayerOptions,
  type LayerContext,
  type LayerDefinition,
  type LayerShapes,
  type LayerSpec,
  layerFactory,
  type WeightDeclaration,
} from './definition.js'
import { layerDefinition } from './index.js'

/** The kind of every layer that a custom factory made, for the spec that it ends up in. */
const kinds = new WeakMap<object, LayerDefinition>()

/** What {@link defineLayer} gives: a function that makes layers, and the definition to load specs with. */
export interface LayerFactory<Type extends string, Options extends object> {
  (options?: Partial<Options> & CommonLayerOptions): LayerSpec<Type, Options>
  readonly definition: LayerDefinition
}

/** What {@link defineLayer} takes. Shapes are without the leading axis of rows. */
export interface LayerDescription<Type extends string, Defaults extends OptionDefaults>
  extends Pick<LayerDefinition, 'merges' | 'random'> {
  readonly type: Type
  /** Options with their defaults. Default none. */
  readonly options?: Defaults
  /** Default: the shape of the input. */
  outputShape?(options: OptionsOf<Defaults>, shapes: LayerShapes): readonly number[]
  /** Default: none. */
  weights?(options: OptionsOf<Defaults>, input: readonly number[]): readonly WeightDeclaration[]
  lower(options: OptionsOf<Defaults>, context: LayerContext): ReturnType<LayerDefinition['lower']>
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
 *   options: { by: 2 },
 *   lower: ({ by }, { builder, input }) => builder.mul(input, by),
 * })
 * sequential({ inputShape: [2], layers: [scale({ by: 3 }), dense({ units: 1 })] })
 */
export function defineLayer<
  const Type extends string,
  Defaults extends OptionDefaults = Record<never, never>,
>({
  options,
  ...description
}: LayerDescription<Type, Defaults>): LayerFactory<Type, OptionsOf<Defaults>> {
  const { type } = description
  if (layerDefinition(type) !== undefined) {
    throw new SpecError({
      where: `defineLayer '${type}'`,
      problem: 'there is a layer of that type already',
      hint: 'Choose another name.',
    })
  }
  const definition = {
    outputShape: (_: object, { input }: LayerShapes) => input,
    weights: () => [],
    ...description,
    options: schemaOfDefaults(options ?? {}),
  } as unknown as LayerDefinition
  const make = layerFactory(definition)
  const factory = (given: object = {}): object => {
    const layer = make(given)
    kinds.set(layer, definition)
    return layer
  }
  return Object.assign(factory, { definition }) as LayerFactory<Type, OptionsOf<Defaults>>
}

/** The custom kinds among some layers, each once. */
export const customLayersIn = (layers: readonly object[]): LayerDefinition[] => [
  ...new Set(
    Array.isArray(layers) ? layers.flatMap((layer) => kinds.get(Object(layer)) ?? []) : [],
  ),
]
