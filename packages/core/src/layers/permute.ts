import { z } from 'zod'
import { SpecError } from '../errors/parallax-error.js'
import { showShape } from '../graph/shape.js'
import { count } from '../options/numbers.js'
import { type LayerDefinition, layerFactory } from './definition.js'

/** Options of {@link permute}. */
export interface PermuteOptions {
  /** For every axis of the output, which axis of the input it is, counted from 1. */
  readonly dims: readonly number[]
}

/** Definition of the layer {@link permute}. */
export const permuteLayer: LayerDefinition<'permute', PermuteOptions> = {
  type: 'permute',
  options: z.strictObject({ dims: z.array(count).min(1) }),
  outputShape({ dims }, { input, where }) {
    const axes = input.map((_, axis) => axis + 1)
    if (dims.length === axes.length && axes.every((axis) => dims.includes(axis))) {
      return dims.map((axis) => input[axis - 1]!)
    }
    throw new SpecError({
      where: `${where}.dims`,
      problem: 'not an order of the axes of its input',
      expected: `${axes.join(', ')} in any order, for ${showShape(input)}`,
      received: showShape(dims),
      hint: 'Axes count from 1, without the axis of rows.',
    })
  },
  weights: () => [],
  lower: ({ dims }, { builder, input }) => builder.transpose(input, [0, ...dims]),
}

/**
 * The axes of rows in another order, as Keras's `Permute`: axis i of the output is axis `dims[i]`
 * of the input, counted from 1. Any shape.
 *
 * @throws {SpecError} if an axis is not a whole number of at least 1.
 */
export const permute = layerFactory<'permute', PermuteOptions, PermuteOptions>(permuteLayer)
