import { z } from 'zod'
import type { ConstraintChoice } from '../constraints/index.js'
import { SpecError } from '../errors/parallax-error.js'
import { parse } from '../errors/parse.js'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode, Shape } from '../graph/types.js'
import type { InitializerChoice } from '../initializers/index.js'
import { nonNegative } from '../options/numbers.js'
import type { RegularizerChoice } from '../regularizers/index.js'

/**
 * Which vector of the model's state a weight lies in: `trainable` is updated by the optimiser,
 * `frozen` never, `statistics` by the forward pass of training (running means).
 */
export type WeightRole = 'trainable' | 'frozen' | 'statistics'

/** A weight that a layer needs. */
export interface WeightDeclaration {
  /** Keras's name, for example `kernel`. */
  readonly name: string
  readonly shape: Shape
  readonly role: WeightRole
  readonly initializer: InitializerChoice
  /** Takes the place of the initialiser. */
  readonly values?: readonly number[] | undefined
  /** A penalty that training adds to the loss. */
  readonly regularizer?: RegularizerChoice | undefined
  /** Where the weight is moved back to after every step. */
  readonly constraint?: ConstraintChoice | undefined
}

/** Shapes of what a layer is applied to, without the leading axis of rows. */
export interface LayerShapes {
  /** The only input, or the first of several. */
  readonly input: Shape
  readonly inputs: readonly Shape[]
  /** Names the layer in errors. */
  readonly where: string
}

/** What the lowering of a layer may use. Values have their rows first. */
export interface LayerContext {
  readonly builder: GraphBuilder
  /** The only input, or the first of several. */
  readonly input: GraphNode
  readonly inputs: readonly GraphNode[]
  /** The weight of a name that the layer declared; of `statistics`, the value so far in this step. */
  weight(name: string): GraphNode
  /** Sets the value that a weight of role `statistics` has after a training step. */
  setStatistic(name: string, value: GraphNode): void
  /** Whether this is a training step, in which dropout drops. */
  readonly training: boolean
  /** Whether the layer may change: not with `trainable: false`, with which it keeps its statistics. */
  readonly trainable: boolean
  /** In a training step, `[rows]`: 1 for a row of data, 0 for a row of padding. */
  readonly mask?: GraphNode | undefined
  /** Random bits of this layer and step, one int32 for each element of `shape`; others at every call. */
  randomBits(shape: Shape): GraphNode
}

/** A kind of layer. Shapes are without the leading axis of rows. */
export interface LayerDefinition<Type extends string = string, Options extends object = object> {
  readonly type: Type
  /** A strict object schema of the options, defaults included. */
  readonly options: z.ZodType<Options>
  /** @throws {SpecError} if the layer cannot take that input. */
  outputShape(options: Options, shapes: LayerShapes): Shape
  weights(options: Options, input: Shape): readonly WeightDeclaration[]
  lower(options: Options, context: LayerContext): GraphNode
  /** Whether it joins several inputs; other layers take exactly one. */
  readonly merges?: boolean
  /** Whether training rows decide its frozen weights, before training: see `normalization`. */
  readonly fitsData?: boolean
  /** Whether it draws random numbers while training. */
  readonly random?: boolean
  /**
   * For a layer that reads indices: how many there are. Its input must come from an input of the
   * model, whose rows core then checks.
   */
  indexCount?(options: Options): number
  /** Whether every value that it gives is 0 or one of its input's, so that indices may pass it. */
  readonly keepsValues?: boolean
}

/** Options that every layer takes. */
export interface CommonLayerOptions {
  /** Made from the type where it is left out: `dense`, `dense_1` … */
  readonly name?: string | undefined
  /** Whether training changes the layer's weights. Default true. */
  readonly trainable?: boolean | undefined
  /** Times the optimiser's learning rate. Default 1. */
  readonly learningRateMultiplier?: number | undefined
}

/** A layer in a spec: its type and common options, and the options of its kind beside them. */
export type LayerSpec<Type extends string = string, Options extends object = object> = {
  readonly type: Type
} & CommonLayerOptions &
  Options

const common = {
  name: z
    .string()
    .regex(/^[A-Za-z][\w-]*$/, 'not a layer name: letters, digits, _ and -')
    .optional(),
  trainable: z.boolean().optional(),
  learningRateMultiplier: nonNegative.optional(),
}

/** The schema of a layer's entry in a spec. */
export const layerSchema = (definition: LayerDefinition): z.ZodObject =>
  (definition.options as z.ZodObject).extend({ type: z.literal(definition.type), ...common })

/** {@link layerFactory} for a kind of layer that needs no options. */
export function optionalLayerFactory<
  Type extends string,
  Options extends object,
  Given extends object = Record<never, never>,
>(
  definition: LayerDefinition<Type, Options>,
): (options?: Given & CommonLayerOptions) => LayerSpec<Type, Options> {
  const make = layerFactory<Type, Options, Given>(definition)
  return (options = {} as Given & CommonLayerOptions) => make(options)
}

/** The function that users call to make a layer of this kind. */
export function layerFactory<Type extends string, Options extends object, Given extends object>(
  definition: LayerDefinition<Type, Options>,
): (options: Given & CommonLayerOptions) => LayerSpec<Type, Options> {
  const schema = layerSchema(definition as unknown as LayerDefinition)
  return (options) =>
    parse(schema, { type: definition.type, ...options }, definition.type, SpecError) as LayerSpec<
      Type,
      Options
    >
}
