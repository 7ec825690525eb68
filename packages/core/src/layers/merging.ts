import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import { type LayerDefinition, optionalLayerFactory } from './definition.js'
import { grow, grownShape, requireInputCount } from './merge-shapes.js'

type None = Record<never, never>

/** A layer that joins inputs element by element. */
function elementwise<Type extends string>(
  type: Type,
  join: (b: GraphBuilder, inputs: readonly GraphNode[]) => GraphNode,
  count: { readonly least: number; readonly most?: number } = { least: 1 },
): LayerDefinition<Type, None> {
  return {
    type,
    options: z.strictObject({}),
    merges: true,
    outputShape(_, shapes) {
      requireInputCount(shapes, count.least, count.most)
      return grownShape(shapes)
    },
    weights: () => [],
    lower(_, { builder, inputs }) {
      const rows = inputs.map(({ shape }) => shape.slice(1))
      const shape = grownShape({ input: rows[0]!, inputs: rows, where: type })
      return join(builder, grow(builder, inputs, [inputs[0]!.shape[0]!, ...shape]))
    },
  }
}

const sum = (b: GraphBuilder, inputs: readonly GraphNode[]): GraphNode =>
  inputs.reduce((a, c) => b.add(a, c))

/** Definition of the layer {@link add}. */
export const addLayer = elementwise('add', sum)

/** Definition of the layer {@link subtract}. */
export const subtractLayer = elementwise(
  'subtract',
  (b, [first, second]) => b.sub(first!, second!),
  {
    least: 2,
    most: 2,
  },
)

/** Definition of the layer {@link multiply}. */
export const multiplyLayer = elementwise('multiply', (b, inputs) =>
  inputs.reduce((a, c) => b.mul(a, c)),
)

/** Definition of the layer {@link average}. */
export const averageLayer = elementwise('average', (b, inputs) =>
  b.div(sum(b, inputs), inputs.length),
)

/** Definition of the layer {@link maximum}. */
export const maximumLayer = elementwise('maximum', (b, inputs) =>
  inputs.reduce((a, c) => b.maximum(a, c)),
)

/** Definition of the layer {@link minimum}. */
export const minimumLayer = elementwise('minimum', (b, inputs) =>
  inputs.reduce((a, c) => b.minimum(a, c)),
)

/**
 * The sum of its inputs, as Keras's `Add`. Equal shapes; axes of size 1 grow, and missing ones are
 * added in front of a row's.
 *
 * @example
 * connect([left, right], add())
 */
export const add = optionalLayerFactory<'add', None>(addLayer)

/** The first of two inputs minus the second, as Keras's `Subtract`. Shapes as for {@link add}. */
export const subtract = optionalLayerFactory<'subtract', None>(subtractLayer)

/** The product of its inputs, as Keras's `Multiply`. Shapes as for {@link add}. */
export const multiply = optionalLayerFactory<'multiply', None>(multiplyLayer)

/** The mean of its inputs, as Keras's `Average`. Shapes as for {@link add}. */
export const average = optionalLayerFactory<'average', None>(averageLayer)

/**
 * The largest of its inputs, as Keras's `Maximum`. Shapes as for {@link add}. The gradient of a tie
 * goes to the first of the equal inputs.
 */
export const maximum = optionalLayerFactory<'maximum', None>(maximumLayer)

/**
 * The smallest of its inputs, as Keras's `Minimum`. Shapes as for {@link add}. The gradient of a tie
 * goes to the first of the equal inputs.
 */
export const minimum = optionalLayerFactory<'minimum', None>(minimumLayer)
