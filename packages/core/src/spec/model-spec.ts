import { z } from 'zod'
import { type LayerDefinition, layerSchema } from '../layers/definition.js'
import { layerDefinitions } from '../layers/index.js'
import { count } from '../options/numbers.js'

/** A layer as it stands in a spec: `type`, `name`, and the options of its kind. */
export interface NamedLayer {
  readonly type: string
  readonly name: string
  readonly trainable?: boolean
  readonly learningRateMultiplier?: number
  readonly [option: string]: unknown
}

/** A network in which every layer feeds the next. */
export interface SequentialSpec {
  /** Version of this format. */
  readonly version: 1
  readonly kind: 'sequential'
  /** Sizes of one row's axes. */
  readonly inputShape: readonly number[]
  /** In the order in which they are applied. */
  readonly layers: readonly NamedLayer[]
}

/** One application of a layer in a functional spec. */
export interface LayerCall {
  /** Name of the layer; one that is called twice is shared. */
  readonly layer: string
  /** Names of inputs of the model, or of values that earlier calls make. */
  readonly inputs: readonly string[]
  /** Name of the value that it makes. */
  readonly output: string
}

/** A network with named inputs and outputs, and any wiring without cycles between them. */
export interface FunctionalSpec {
  /** Version of this format. */
  readonly version: 1
  readonly kind: 'functional'
  /** Sizes of one row's axes, by input. */
  readonly inputs: Readonly<Record<string, readonly number[]>>
  readonly layers: readonly NamedLayer[]
  /** In an order in which every value is made before it is read. */
  readonly calls: readonly LayerCall[]
  /** The value that each output shows. */
  readonly outputs: Readonly<Record<string, string>>
}

/**
 * A network as JSON: the definition that is trained, saved and exchanged. Every option is written
 * out and every layer has a name, so that it means the same when defaults change.
 */
export type ModelSpec = SequentialSpec | FunctionalSpec

const name = z.string().regex(/^[A-Za-z]\w*$/, 'not a name: a letter, then letters, digits and _')
const shape = z.array(count).min(1)

/** The schema of a spec whose layers are core's own or of the given kinds. */
export function modelSpecSchema(customLayers: readonly LayerDefinition[] = []) {
  const schemas = [...layerDefinitions, ...customLayers].map(layerSchema)
  const layers = z
    .array(z.discriminatedUnion('type', schemas as [z.ZodObject, ...z.ZodObject[]]))
    .min(1)
  const sequential = z.strictObject({
    version: z.literal(1),
    kind: z.literal('sequential'),
    inputShape: shape,
    layers,
  })
  const functional = z.strictObject({
    version: z.literal(1),
    kind: z.literal('functional'),
    inputs: z.record(name, shape),
    layers,
    calls: z
      .array(
        z.strictObject({
          layer: z.string(),
          inputs: z.array(z.string()).min(1),
          output: z.string(),
        }),
      )
      .min(1),
    outputs: z.record(name, z.string()),
  })
  return { sequential, functional, any: z.discriminatedUnion('kind', [sequential, functional]) }
}

/** The JSON Schema (2020-12) of a spec as users write it, with optional names and options. */
export const modelSpecJsonSchema = (): object =>
  z.toJSONSchema(modelSpecSchema().any, { io: 'input', reused: 'ref' })
