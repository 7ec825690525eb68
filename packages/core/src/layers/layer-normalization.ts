import { z } from 'zod'
import { positive } from '../options/numbers.js'
import { type Axes, axesOf, axesOption, onlyAxes, sizesOn } from './axes.js'
import { type LayerDefinition, optionalLayerFactory } from './definition.js'
import { standardize } from './moments.js'
import {
  applyScaleAndCenter,
  declareScaleAndCenter,
  type ScaleAndCenter,
  type ScaleAndCenterOptions,
  scaleAndCenter,
} from './scale-and-center.js'

/** Options of {@link layerNormalization}. */
export interface LayerNormalizationOptions extends ScaleAndCenterOptions {
  /** The axis or axes that are normalized together. Default −1, the last. */
  readonly axis?: Axes
  /** Added to the variance. Default 0.001. */
  readonly epsilon?: number
}

type Parsed = ScaleAndCenter & Required<Pick<LayerNormalizationOptions, 'axis' | 'epsilon'>>

/** Definition of the layer {@link layerNormalization}. */
export const layerNormalizationLayer: LayerDefinition<'layerNormalization', Parsed> = {
  type: 'layerNormalization',
  options: z.strictObject({
    axis: axesOption,
    epsilon: positive.default(1e-3),
    ...scaleAndCenter,
  }) as unknown as z.ZodType<Parsed>,
  outputShape({ axis }, { input, where }) {
    axesOf(axis, input, `${where}.axis`)
    return input
  },
  weights: (options, input) => declareScaleAndCenter(options, sizesOn(options.axis, input)),
  lower(options, context) {
    const { builder, input } = context
    const axes = axesOf(options.axis, input.shape.slice(1), '')
    const normalized = standardize(builder, input, axes, options.epsilon)
    return applyScaleAndCenter(options, context, normalized, onlyAxes(input.shape, axes))
  },
}

/**
 * Layer normalization, as Keras's `LayerNormalization`: gamma · (input − mean) / √(variance +
 * epsilon) + beta, with the moments (biased variance) of one axis or several, for each of the other
 * places by itself. Any shape. Weights `gamma` and `beta` of the normalized axes' sizes.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const layerNormalization = optionalLayerFactory<
  'layerNormalization',
  Parsed,
  LayerNormalizationOptions
>(layerNormalizationLayer)
