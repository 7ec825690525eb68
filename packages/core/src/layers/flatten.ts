import { z } from 'zod'
import { sizeOf } from '../graph/shape.js'
import { type CommonLayerOptions, type LayerDefinition, layerFactory } from './definition.js'

/** Definition of the layer {@link flatten}. */
export const flattenLayer: LayerDefinition<'flatten', Record<never, never>> = {
  type: 'flatten',
  options: z.strictObject({}),
  keepsValues: true,
  outputShape: (_, { input }) => [sizeOf(input)],
  weights: () => [],
  lower: (_, { builder, input }) => {
    const rows = input.shape[0]!
    return builder.reshape(input, [rows, sizeOf(input.shape) / rows])
  },
}

const make = layerFactory<'flatten', Record<never, never>, Record<never, never>>(flattenLayer)

/** All axes of a row as one, row-major, as Keras's `Flatten`. */
export const flatten = (options: CommonLayerOptions = {}): ReturnType<typeof make> => make(options)
