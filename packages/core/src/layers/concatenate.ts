import { z } from 'zod'
import { SpecError } from '../errors/parallax-error.js'
import { sameShape, showShape } from '../graph/shape.js'
import { axisOf, axisOption } from './axes.js'
import { type LayerDefinition, optionalLayerFactory } from './definition.js'

/** Options of {@link concatenate}. */
export interface ConcatenateOptions {
  /** Default −1, the last. */
  readonly axis?: number
}

type Parsed = Required<ConcatenateOptions>

/** Definition of the layer {@link concatenate}. */
export const concatenateLayer: LayerDefinition<'concatenate', Parsed> = {
  type: 'concatenate',
  options: z.strictObject({ axis: axisOption }),
  merges: true,
  keepsValues: true,
  outputShape(options, { input, inputs, where }) {
    const axis = axisOf(options.axis, input, `${where}.axis`) - 1
    for (const other of inputs) {
      const fits =
        other.length === input.length && sameShape(other.with(axis, 1), input.with(axis, 1))
      if (fits) continue
      throw new SpecError({
        where,
        problem: `its inputs differ elsewhere than on axis ${options.axis}`,
        received: inputs.map(showShape).join(' and '),
      })
    }
    return input.with(
      axis,
      inputs.reduce((sum, row) => sum + row[axis]!, 0),
    )
  },
  weights: () => [],
  lower: ({ axis }, { builder, input, inputs }) =>
    builder.concat(inputs, axisOf(axis, input.shape.slice(1), '')),
}

/**
 * Its inputs behind one another on one axis, as Keras's `Concatenate`. They may differ in size on
 * that axis only.
 *
 * @throws {SpecError} if an option is unknown.
 *
 * @example
 * connect([image, numbers], concatenate())
 */
export const concatenate = optionalLayerFactory<'concatenate', Parsed, ConcatenateOptions>(
  concatenateLayer,
)
