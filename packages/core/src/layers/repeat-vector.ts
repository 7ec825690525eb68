import { z } from 'zod'
import { SpecError } from '../errors/parallax-error.js'
import { showShape } from '../graph/shape.js'
import { count } from '../options/numbers.js'
import { type LayerDefinition, layerFactory } from './definition.js'

/** Options of {@link repeatVector}. */
export interface RepeatVectorOptions {
  /** How often. */
  readonly n: number
}

/** Definition of the layer {@link repeatVector}. */
export const repeatVectorLayer: LayerDefinition<'repeatVector', RepeatVectorOptions> = {
  type: 'repeatVector',
  options: z.strictObject({ n: count }),
  outputShape({ n }, { input, where }) {
    if (input.length === 1) return [n, ...input]
    throw new SpecError({
      where,
      problem: 'its input has the wrong number of axes',
      expected: 'vectors [features]',
      received: showShape(input),
      hint: 'Put flatten() in front.',
    })
  },
  weights: () => [],
  lower({ n }, { builder: b, input }) {
    const [rows, features] = input.shape as [number, number]
    return b.broadcast(b.reshape(input, [rows, 1, features]), [rows, n, features])
  },
}

/**
 * A vector as a sequence of n equal steps, as Keras's `RepeatVector`: `[features]` →
 * `[n, features]`.
 *
 * @throws {SpecError} if n is not a whole number of at least 1.
 */
export const repeatVector = layerFactory<'repeatVector', RepeatVectorOptions, RepeatVectorOptions>(
  repeatVectorLayer,
)
