import { z } from 'zod'
import { SpecError } from '../errors/parallax-error.js'
import { showShape, sizeOf } from '../graph/shape.js'
import type { Shape } from '../graph/types.js'
import { count } from '../options/numbers.js'
import { type LayerDefinition, layerFactory } from './definition.js'

/** Options of {@link reshape}. */
export interface ReshapeOptions {
  /** The axes of one row; one may be −1, which stands for what is left. */
  readonly targetShape: readonly number[]
}

/** The target with the rest in place of −1; it may not have the size of the input. */
function fill(target: Shape, input: Shape): Shape {
  const rest = sizeOf(input) / sizeOf(target.filter((size) => size !== -1))
  return target.map((size) => (size === -1 ? rest : size))
}

/** Definition of the layer {@link reshape}. */
export const reshapeLayer: LayerDefinition<'reshape', ReshapeOptions> = {
  type: 'reshape',
  options: z.strictObject({ targetShape: z.array(z.union([z.literal(-1), count])).min(1) }),
  outputShape({ targetShape }, { input, where }) {
    if (targetShape.filter((size) => size === -1).length > 1) {
      throw new SpecError({
        where: `${where}.targetShape`,
        problem: 'more than one axis is -1',
        received: showShape(targetShape),
        hint: 'Give all axes but one.',
      })
    }
    const shape = fill(targetShape, input)
    if (shape.every(Number.isInteger) && sizeOf(shape) === sizeOf(input)) return shape
    throw new SpecError({
      where: `${where}.targetShape`,
      problem: 'it does not hold as many numbers as the input',
      expected: `${sizeOf(input)}, as ${showShape(input)} does`,
      received: showShape(targetShape),
    })
  },
  weights: () => [],
  lower({ targetShape }, { builder, input }) {
    const [rows, ...row] = input.shape as [number, ...number[]]
    return builder.reshape(input, [rows, ...fill(targetShape, row)])
  },
}

/**
 * The same numbers in other axes, row-major, as Keras's `Reshape`. Any shape.
 *
 * @throws {SpecError} if an axis is neither −1 nor a whole number of at least 1.
 *
 * @example
 * reshape({ targetShape: [8, 8, 1] })
 */
export const reshape = layerFactory<'reshape', ReshapeOptions, ReshapeOptions>(reshapeLayer)
