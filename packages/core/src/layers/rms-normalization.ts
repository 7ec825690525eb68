import { z } from 'zod'
import { positive } from '../options/numbers.js'
import { type Axes, axesOf, axesOption, onlyAxes, sizesOn } from './axes.js'
import { type LayerDefinition, optionalLayerFactory } from './definition.js'

/** Options of {@link rmsNormalization}. */
export interface RmsNormalizationOptions {
  /** The axis or axes that are normalized together. Default −1, the last. */
  readonly axis?: Axes
  /** Added to the mean square. Default 1e-6. */
  readonly epsilon?: number
}

type Parsed = Required<RmsNormalizationOptions>

/** Definition of the layer {@link rmsNormalization}. */
export const rmsNormalizationLayer: LayerDefinition<'rmsNormalization', Parsed> = {
  type: 'rmsNormalization',
  options: z.strictObject({ axis: axesOption, epsilon: positive.default(1e-6) }),
  outputShape({ axis }, { input, where }) {
    axesOf(axis, input, `${where}.axis`)
    return input
  },
  weights: ({ axis }, input) => [
    { name: 'scale', shape: sizesOn(axis, input), role: 'trainable', initializer: 'ones' },
  ],
  lower({ axis, epsilon }, { builder: b, input, weight }) {
    const axes = axesOf(axis, input.shape.slice(1), '')
    const meanSquare = b.mean(b.mul(input, input), axes)
    const normalized = b.mul(input, b.rsqrt(b.add(meanSquare, epsilon)))
    return b.mul(normalized, b.reshape(weight('scale'), onlyAxes(input.shape, axes)))
  },
}

/**
 * Root-mean-square normalization, as Keras's `RMSNormalization`: scale · input / √(mean square +
 * epsilon) over one axis or several (Zhang and Sennrich, 2019). Any shape. Weight `scale` of the
 * normalized axes' sizes.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const rmsNormalization = optionalLayerFactory<
  'rmsNormalization',
  Parsed,
  RmsNormalizationOptions
>(rmsNormalizationLayer)
