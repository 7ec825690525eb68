import { z } from 'zod'
import { SpecError } from '../errors/parallax-error.js'
import { showShape } from '../graph/shape.js'
import type { Shape } from '../graph/types.js'
import { type CommonLayerOptions, type LayerDefinition, layerFactory } from './definition.js'

/** Options of {@link normalization}. */
export interface NormalizationOptions {
  /** Means of the features; without them, `fit` learns them from the training rows. */
  readonly mean?: readonly number[] | undefined
  /** Variances of the features; given together with `mean`. */
  readonly variance?: readonly number[] | undefined
}

/** Keras's `backend.epsilon()`: the least standard deviation that is divided by. */
const epsilon = 1e-7

const numbers = z.array(z.number()).min(1).optional()

/** Definition of the layer {@link normalization}. */
export const normalizationLayer: LayerDefinition<'normalization', NormalizationOptions> = {
  type: 'normalization',
  options: z.strictObject({ mean: numbers, variance: numbers }),
  fitsData: true,
  outputShape({ mean, variance }, { input, where }) {
    checkMoments(mean, variance, input, where)
    return input
  },
  weights: (options, input) =>
    (['mean', 'variance'] as const).map((name) => ({
      name,
      shape: [input.at(-1)!],
      role: 'frozen',
      initializer: name === 'mean' ? 'zeros' : 'ones',
      values: options[name],
    })),
  lower(_, { builder: b, input, weight }) {
    const { shape } = input
    const features = shape.map((size, axis) => (axis === shape.length - 1 ? size : 1))
    const mean = b.reshape(weight('mean'), features)
    const deviation = b.maximum(b.sqrt(b.reshape(weight('variance'), features)), epsilon)
    return b.div(b.sub(input, mean), deviation)
  },
}

function checkMoments(
  mean: readonly number[] | undefined,
  variance: readonly number[] | undefined,
  input: Shape,
  where: string,
): void {
  const features = input.at(-1)
  if (features === undefined) {
    throw new SpecError({ where, problem: 'its input has no features', received: showShape(input) })
  }
  if ((mean === undefined) !== (variance === undefined)) {
    throw new SpecError({
      where,
      problem: 'mean and variance must be given together',
      hint: 'Give both, or neither to learn them from the training rows.',
    })
  }
  for (const [name, values] of Object.entries({ mean, variance })) {
    if (values === undefined || values.length === features) continue
    throw new SpecError({
      where: `${where}.${name}`,
      problem: 'the number of features differs from the input',
      expected: `${features} numbers`,
      received: `${values.length}`,
    })
  }
  const negative = variance?.findIndex((value) => value < 0) ?? -1
  if (negative >= 0) {
    throw new SpecError({
      where: `${where}.variance[${negative}]`,
      problem: 'a variance cannot be negative',
      received: String(variance![negative]),
    })
  }
}

const make = layerFactory<'normalization', NormalizationOptions, NormalizationOptions>(
  normalizationLayer,
)

/**
 * Shifts and scales each feature of the last axis to mean 0 and variance 1, as Keras's
 * `Normalization`: (input − mean) / max(√variance, 1e-7). Where no moments are given, `fit` takes
 * those of the training rows (biased variance) and keeps them among the model's weights.
 *
 * @throws {SpecError} if only one moment is given, or a variance is negative.
 */
export const normalization = (
  options: NormalizationOptions & CommonLayerOptions = {},
): ReturnType<typeof make> => make(options)
