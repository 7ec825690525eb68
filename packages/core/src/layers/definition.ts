import { z } from 'zod'
import { SpecError } from '../errors/parallax-error.js'
import { parse } from '../errors/parse.js'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode, Shape } from '../graph/types.js'
import type { InitializerName } from '../initializers/index.js'

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
  readonly initializer: InitializerName
  /** Takes the place of the initialiser. */
  readonly values?: readonly number[] | undefined
}

/** What the lowering of a layer may use. */
export interface LayerContext {
  readonly builder: GraphBuilder
  /** Values of the layer before: rows first, then that layer's output shape. */
  readonly input: GraphNode
  /** The weight of a name that the layer declared. */
  weight(name: string): GraphNode
  /** Whether this is a training step, in which dropout drops. */
  readonly training: boolean
  /** Random bits of this layer and step, one int32 for each element of `shape`. */
  randomBits(shape: Shape): GraphNode
}

/** A kind of layer. Shapes are without the leading axis of rows. */
export interface LayerDefinition<Type extends string = string, Options extends object = object> {
  readonly type: Type
  /** A strict object schema of the options, defaults included. */
  readonly options: z.ZodType<Options>
  /** @throws {SpecError} if the layer cannot take that input. */
  outputShape(options: Options, input: Shape, where: string): Shape
  weights(options: Options, input: Shape): readonly WeightDeclaration[]
  lower(options: Options, context: LayerContext): GraphNode
  /** Whether training rows decide its frozen weights, before training: see `normalization`. */
  readonly fitsData?: boolean
  /** Whether it draws random numbers while training. */
  readonly random?: boolean
}

/** A layer in a spec: its type, its name, and its options beside them. */
export type LayerSpec<Type extends string = string, Options extends object = object> = {
  readonly type: Type
  /** Made from the type where it is left out: `dense`, `dense_1` … */
  readonly name?: string | undefined
} & Options

/** The schema of a layer's entry in a spec. */
export const layerSchema = (definition: LayerDefinition): z.ZodObject =>
  (definition.options as z.ZodObject).extend({
    type: z.literal(definition.type),
    name: z
      .string()
      .regex(/^[A-Za-z][\w-]*$/, 'not a layer name: letters, digits, _ and -')
      .optional(),
  })

/** The function that users call to make a layer of this kind. */
export function layerFactory<Type extends string, Options extends object, Given extends object>(
  definition: LayerDefinition<Type, Options>,
): (options: Given & { readonly name?: string }) => LayerSpec<Type, Options> {
  const schema = layerSchema(definition as unknown as LayerDefinition)
  return (options) =>
    parse(schema, { type: definition.type, ...options }, definition.type, SpecError) as LayerSpec<
      Type,
      Options
    >
}
