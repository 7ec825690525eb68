import { suggest } from '../errors/nearest.js'
import { SpecError } from '../errors/parallax-error.js'
import { parse } from '../errors/parse.js'
import { show } from '../errors/show.js'
import { type LayerDefinition, layerSchema } from '../layers/definition.js'
import { layerDefinitions } from '../layers/index.js'
import { checkWiring } from './check-wiring.js'
import { customLayersOf, rememberCustomLayers } from './custom-layers.js'
import { type ModelSpec, modelSpecSchema } from './model-spec.js'
import { nameLayers } from './name-layers.js'
import { resolveModel } from './resolve.js'

/** What {@link parseSpec} may be told. */
export interface ParseSpecOptions {
  /** Kinds of layers that are not core's own: what `defineLayer` gave, as `definition`. */
  readonly customLayers?: readonly LayerDefinition[]
}

/**
 * Reads a spec from a value of unknown origin, such as parsed JSON: checks the whole of it, shapes
 * included, fills in defaults and names the layers.
 *
 * @throws {SpecError} naming the layer at fault and what to do.
 */
export function parseSpec(value: unknown, options: ParseSpecOptions = {}): ModelSpec {
  const isObject = typeof value === 'object' && value !== null
  const custom = options.customLayers ?? (isObject ? customLayersOf(value) : [])
  checkLayers(value, [...layerDefinitions, ...custom])
  const { sequential, functional, any } = modelSpecSchema(custom)
  const { kind } = (isObject ? value : {}) as { kind?: unknown }
  const schema = kind === 'sequential' ? sequential : kind === 'functional' ? functional : any
  const parsed = parse(schema, value, 'spec', SpecError) as unknown as ModelSpec
  const spec = { ...parsed, layers: nameLayers(parsed.layers) }
  if (spec.kind === 'functional') checkWiring(spec)
  rememberCustomLayers(spec, custom)
  resolveModel(spec)
  return spec
}

/** Looks at every layer by itself first: its error is better than that of the union of all kinds. */
function checkLayers(value: unknown, definitions: readonly LayerDefinition[]): void {
  const layers = (value as { layers?: unknown } | null)?.layers
  if (!Array.isArray(layers)) return
  const types = definitions.map((definition) => definition.type)
  for (const [i, layer] of layers.entries()) {
    const where = `layers[${i}]`
    const type = (layer as { type?: unknown } | null)?.type
    const definition = definitions.find((candidate) => candidate.type === type)
    if (definition === undefined) {
      throw new SpecError({
        where,
        problem: typeof type === 'string' ? `unknown type of layer '${type}'` : 'not a layer',
        received: show(layer),
        hint:
          typeof type === 'string'
            ? suggest(type, types)
            : 'Make it with a function such as dense().',
      })
    }
    parse(layerSchema(definition), layer, `${where} (${type})`, SpecError)
  }
}
