import { z } from 'zod'
import { suggest } from '../errors/nearest.js'
import { SpecError } from '../errors/parallax-error.js'
import { parse } from '../errors/parse.js'
import { show } from '../errors/show.js'
import { layerSchema } from '../layers/definition.js'
import { layerDefinitions } from '../layers/index.js'
import { count } from '../options/numbers.js'
import { resolveLayers } from './resolve.js'

/** A layer as it stands in a spec: `type`, `name`, and the options of its kind. */
export interface NamedLayer {
  readonly type: string
  readonly name: string
  readonly [option: string]: unknown
}

/**
 * A network as JSON: the definition that is trained, saved and exchanged. Every option is written
 * out and every layer has a name, so that it means the same when defaults change.
 */
export interface ModelSpec {
  /** Version of this format. */
  readonly version: 1
  readonly kind: 'sequential'
  /** Sizes of one row's axes. */
  readonly inputShape: readonly number[]
  /** In the order in which they are applied. */
  readonly layers: readonly NamedLayer[]
}

/** What {@link sequential} takes. */
export interface SequentialOptions {
  /** Sizes of one row's axes, without the axis of rows: `[4]` for four features. */
  readonly inputShape: readonly number[]
  /** Layers made by `dense(…)` and its like, first to last. */
  readonly layers: readonly object[]
}

const [first, ...others] = layerDefinitions.map(layerSchema) as [z.ZodObject, ...z.ZodObject[]]

/** The schema of a spec; `modelSpecJsonSchema` is made of it. */
const modelSpecSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal('sequential'),
  inputShape: z.array(count).min(1),
  layers: z.array(z.discriminatedUnion('type', [first, ...others])).min(1),
})

/**
 * A network in which every layer feeds the next, as Keras's `Sequential`. Checks the whole of it,
 * shapes included, fills in defaults and names the layers.
 *
 * @throws {SpecError} naming the layer at fault and what to do.
 *
 * @example
 * sequential({ inputShape: [2], layers: [dense({ units: 8, activation: 'tanh' }), dense({ units: 1 })] })
 */
export function sequential(options: SequentialOptions): ModelSpec {
  const known = ['inputShape', 'layers']
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue
    throw new SpecError({
      where: 'sequential',
      problem: `unknown option '${key}'`,
      hint: suggest(key, known),
    })
  }
  return parseSpec({ version: 1, kind: 'sequential', ...options })
}

/**
 * Reads a spec from a value of unknown origin, such as parsed JSON.
 *
 * @throws {SpecError} naming the layer at fault and what to do.
 */
export function parseSpec(value: unknown): ModelSpec {
  requireLayers(value)
  const parsed = parse(modelSpecSchema, value, 'spec', SpecError)
  const spec = { ...parsed, layers: nameLayers(parsed.layers as Omit<NamedLayer, 'name'>[]) }
  resolveLayers(spec)
  return spec
}

/** The JSON Schema (2020-12) of a spec as users write it, with optional names and options. */
export function modelSpecJsonSchema(): object {
  return z.toJSONSchema(modelSpecSchema, { io: 'input' })
}

/** Looks at every layer by itself first: its error is better than that of the union of all kinds. */
function requireLayers(value: unknown): void {
  const layers = (value as { layers?: unknown } | null)?.layers
  if (!Array.isArray(layers)) return
  const types = layerDefinitions.map((definition) => definition.type)
  for (const [i, layer] of layers.entries()) {
    const where = `layers[${i}]`
    const type = (layer as { type?: unknown } | null)?.type
    const definition = layerDefinitions.find((candidate) => candidate.type === type)
    if (definition === undefined) {
      throw new SpecError({
        where,
        problem: typeof type === 'string' ? `unknown type of layer '${type}'` : 'not a layer',
        received: show(layer),
        hint:
          typeof type === 'string'
            ? suggest(type, types)
            : `Make it with ${types.map((t) => `${t}()`).join(', ')}.`,
      })
    }
    parse(layerSchema(definition), layer, `${where} (${type})`, SpecError)
  }
}

/** Gives nameless layers the name of their type: `dense`, `dense_1` … */
function nameLayers(layers: readonly Omit<NamedLayer, 'name'>[]): NamedLayer[] {
  const taken = new Set<unknown>()
  for (const [i, { name }] of layers.entries()) {
    if (name === undefined) continue
    if (taken.has(name)) {
      throw new SpecError({
        where: `layers[${i}].name`,
        problem: `a second layer is named '${name}'`,
        hint: 'Names tell weights apart: give each layer its own.',
      })
    }
    taken.add(name)
  }
  return layers.map((layer) => {
    let name = layer.name as string | undefined
    for (let n = 0; name === undefined; n++) {
      const candidate = n === 0 ? layer.type : `${layer.type}_${n}`
      if (!taken.has(candidate)) name = candidate as string
    }
    taken.add(name)
    return { ...layer, name } as NamedLayer
  })
}
