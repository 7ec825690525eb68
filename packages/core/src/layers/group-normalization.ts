import { z } from 'zod'
import { SpecError } from '../errors/parallax-error.js'
import { positive } from '../options/numbers.js'
import { axisOf, axisOption, onlyAxes, sizesOn } from './axes.js'
import { type LayerDefinition, optionalLayerFactory } from './definition.js'
import { standardize } from './moments.js'
import {
  applyScaleAndCenter,
  declareScaleAndCenter,
  type ScaleAndCenter,
  type ScaleAndCenterOptions,
  scaleAndCenter,
} from './scale-and-center.js'

/** Options of {@link groupNormalization}. */
export interface GroupNormalizationOptions extends ScaleAndCenterOptions {
  /** Number of groups, which divides the features; −1 for a group each. Default 32. */
  readonly groups?: number
  /** The axis of the features. Default −1, the last. */
  readonly axis?: number
  /** Added to the variance. Default 0.001. */
  readonly epsilon?: number
}

type Parsed = ScaleAndCenter & Required<Omit<GroupNormalizationOptions, keyof ScaleAndCenter>>

/** Definition of the layer {@link groupNormalization}. */
export const groupNormalizationLayer: LayerDefinition<'groupNormalization', Parsed> = {
  type: 'groupNormalization',
  options: z.strictObject({
    groups: z
      .int()
      .min(-1)
      .refine((groups) => groups !== 0, 'at least one group, or −1 for a group of each feature')
      .default(32),
    axis: axisOption,
    epsilon: positive.default(1e-3),
    ...scaleAndCenter,
  }) as unknown as z.ZodType<Parsed>,
  outputShape({ groups, axis }, { input, where }) {
    const features = input[axisOf(axis, input, `${where}.axis`) - 1]!
    if (groups === -1 || features % groups === 0) return input
    throw new SpecError({
      where: `${where}.groups`,
      problem: 'the features do not divide into the groups',
      expected: `a divisor of ${features}`,
      received: String(groups),
    })
  },
  weights: (options, input) => declareScaleAndCenter(options, sizesOn(options.axis, input)),
  lower(options, context) {
    const { builder: b, input } = context
    const { shape } = input
    const axis = axisOf(options.axis, shape.slice(1), '')
    const features = shape[axis]!
    const groups = options.groups === -1 ? features : options.groups
    const grouped = b.reshape(input, shape.toSpliced(axis, 1, groups, features / groups))
    const axes = grouped.shape.flatMap((_, i) => (i === 0 || i === axis ? [] : [i]))
    const normalized = b.reshape(standardize(b, grouped, axes, options.epsilon), shape)
    return applyScaleAndCenter(options, context, normalized, onlyAxes(shape, [axis]))
  },
}

/**
 * Group normalization, as Keras's `GroupNormalization`: the features of one axis fall into groups of
 * neighbours, and each row's group is normalized by its own moments over all other axes (Wu and He,
 * 2018): gamma · (input − mean) / √(variance + epsilon) + beta. Any shape. Weights `gamma` and
 * `beta` of the features' size.
 *
 * @throws {SpecError} if an option is unknown, or the groups do not divide the features.
 */
export const groupNormalization = optionalLayerFactory<
  'groupNormalization',
  Parsed,
  GroupNormalizationOptions
>(groupNormalizationLayer)
