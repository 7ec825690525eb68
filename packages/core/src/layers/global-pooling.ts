import { z } from 'zod'
import { type CommonLayerOptions, type LayerDefinition, layerFactory } from './definition.js'
import { requireSpatial } from './spatial.js'

/** Options of global pooling layers. */
export interface GlobalPoolingOptions {
  /** Whether the axes that are pooled stay, with size 1. Default false. */
  readonly keepdims?: boolean
}

type Parsed = Required<GlobalPoolingOptions>

const layer = <Type extends string>(
  type: Type,
  reduction: 'max' | 'mean',
  axes: 1 | 2,
): LayerDefinition<Type, Parsed> => ({
  type,
  options: z.strictObject({
    keepdims: z.boolean().default(false),
  }) as unknown as z.ZodType<Parsed>,
  outputShape({ keepdims }, { input, where }) {
    requireSpatial(input, axes, where)
    return keepdims ? [...Array<number>(axes).fill(1), input.at(-1)!] : [input.at(-1)!]
  },
  weights: () => [],
  lower({ keepdims }, { builder: b, input }) {
    const pooled = b[reduction](input, axes === 1 ? [1] : [1, 2])
    return keepdims ? pooled : b.reshape(pooled, [input.shape[0]!, input.shape.at(-1)!])
  },
})

/** Definition of the layer {@link globalMaxPooling1d}. */
export const globalMaxPooling1dLayer = layer('globalMaxPooling1d', 'max', 1)

/** Definition of the layer {@link globalMaxPooling2d}. */
export const globalMaxPooling2dLayer = layer('globalMaxPooling2d', 'max', 2)

/** Definition of the layer {@link globalAveragePooling1d}. */
export const globalAveragePooling1dLayer = layer('globalAveragePooling1d', 'mean', 1)

/** Definition of the layer {@link globalAveragePooling2d}. */
export const globalAveragePooling2dLayer = layer('globalAveragePooling2d', 'mean', 2)

const factory = <Type extends string>(definition: LayerDefinition<Type, Parsed>) => {
  const make = layerFactory<Type, Parsed, GlobalPoolingOptions>(definition)
  return (options: GlobalPoolingOptions & CommonLayerOptions = {}): ReturnType<typeof make> =>
    make(options)
}

/**
 * The largest value of each channel of sequences, as Keras's `GlobalMaxPooling1D`: `[steps,
 * channels]` → `[channels]`, or `[1, channels]` with `keepdims`.
 */
export const globalMaxPooling1d = factory(globalMaxPooling1dLayer)

/**
 * The largest value of each channel of images, as Keras's `GlobalMaxPooling2D`: `[height, width,
 * channels]` → `[channels]`, or `[1, 1, channels]` with `keepdims`.
 */
export const globalMaxPooling2d = factory(globalMaxPooling2dLayer)

/**
 * The mean of each channel of sequences, as Keras's `GlobalAveragePooling1D`: `[steps, channels]` →
 * `[channels]`, or `[1, channels]` with `keepdims`.
 */
export const globalAveragePooling1d = factory(globalAveragePooling1dLayer)

/**
 * The mean of each channel of images, as Keras's `GlobalAveragePooling2D`: `[height, width,
 * channels]` → `[channels]`, or `[1, 1, channels]` with `keepdims`.
 */
export const globalAveragePooling2d = factory(globalAveragePooling2dLayer)
