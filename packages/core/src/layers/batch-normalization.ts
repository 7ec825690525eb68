import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import { sizeOf } from '../graph/shape.js'
import type { GraphNode } from '../graph/types.js'
import { type InitializerChoice, initializerChoice } from '../initializers/index.js'
import { positive } from '../options/numbers.js'
import { axisOf, axisOption, onlyAxes, otherAxes, sizesOn } from './axes.js'
import { type LayerContext, type LayerDefinition, optionalLayerFactory } from './definition.js'
import {
  applyScaleAndCenter,
  declareScaleAndCenter,
  type ScaleAndCenter,
  type ScaleAndCenterOptions,
  scaleAndCenter,
} from './scale-and-center.js'

/** Options of {@link batchNormalization}. */
export interface BatchNormalizationOptions extends ScaleAndCenterOptions {
  /** The axis of the features. Default −1, the last. */
  readonly axis?: number
  /** Share of the old value in every update of the moving moments, from 0 to 1. Default 0.99. */
  readonly momentum?: number
  /** Added to the variance. Default 0.001. */
  readonly epsilon?: number
  /** Default `zeros`. */
  readonly movingMeanInitializer?: InitializerChoice
  /** Default `ones`. */
  readonly movingVarianceInitializer?: InitializerChoice
}

type Parsed = ScaleAndCenter & Required<Omit<BatchNormalizationOptions, keyof ScaleAndCenter>>

/** Definition of the layer {@link batchNormalization}. */
export const batchNormalizationLayer: LayerDefinition<'batchNormalization', Parsed> = {
  type: 'batchNormalization',
  options: z.strictObject({
    axis: axisOption,
    momentum: z.number().min(0).max(1).default(0.99),
    epsilon: positive.default(1e-3),
    ...scaleAndCenter,
    movingMeanInitializer: initializerChoice.default('zeros'),
    movingVarianceInitializer: initializerChoice.default('ones'),
  }) as unknown as z.ZodType<Parsed>,
  outputShape({ axis }, { input, where }) {
    axisOf(axis, input, `${where}.axis`)
    return input
  },
  weights(options, input) {
    const shape = sizesOn(options.axis, input)
    const { movingMeanInitializer: mean, movingVarianceInitializer: variance } = options
    return [
      ...declareScaleAndCenter(options, shape),
      { name: 'movingMean', shape, role: 'statistics', initializer: mean },
      { name: 'movingVariance', shape, role: 'statistics', initializer: variance },
    ]
  },
  lower(options, context) {
    const { builder: b, input, training, trainable } = context
    const axis = axisOf(options.axis, input.shape.slice(1), '')
    const features = onlyAxes(input.shape, [axis])
    const moments =
      training && trainable ? movedMoments(options, context, axis) : movingMoments(context)
    const [mean, variance] = moments.map((moment) => b.reshape(moment, features))
    const inverse = b.rsqrt(b.add(variance!, options.epsilon))
    const normalized = b.mul(b.sub(input, mean!), inverse)
    return applyScaleAndCenter(options, context, normalized, features)
  },
}

type Moments = readonly [mean: GraphNode, variance: GraphNode]

const movingMoments = ({ weight }: LayerContext): Moments => [
  weight('movingMean'),
  weight('movingVariance'),
]

/** The moments of this batch, towards which the moving ones move. */
function movedMoments(
  { momentum }: Parsed,
  { builder: b, input, mask, weight, setStatistic }: LayerContext,
  axis: number,
): Moments {
  const [mean, variance] = momentsOf(b, input, mask, axis)
  const move = (name: string, moment: GraphNode): void =>
    setStatistic(name, b.add(b.mul(weight(name), momentum), b.mul(moment, 1 - momentum)))
  move('movingMean', mean)
  move('movingVariance', variance)
  return [mean, variance]
}

/** Mean and biased variance of each feature over the rows that count. */
function momentsOf(
  b: GraphBuilder,
  input: GraphNode,
  mask: GraphNode | undefined,
  axis: number,
): Moments {
  const { shape } = input
  const axes = otherAxes(shape, [axis])
  const features = onlyAxes(shape, [axis])
  const rows = shape[0]!
  const counted = mask && b.broadcast(b.reshape(mask, onlyAxes(shape, [0])), shape)
  const isRow = counted && b.greater(counted, 0)
  const perRow = sizeOf(shape) / (rows * shape[axis]!)
  const count = mask ? b.mul(b.reshape(b.sum(mask), []), perRow) : rows * perRow
  // Padding is left out by selection: whatever it holds, not even NaN gets into the sums.
  const average = (values: GraphNode): GraphNode =>
    b.div(b.sum(isRow ? b.select(isRow, values, 0) : values, axes), count)
  const mean = average(input)
  const difference = b.sub(input, b.reshape(mean, features))
  const variance = average(b.mul(difference, difference))
  return [b.reshape(mean, [shape[axis]!]), b.reshape(variance, [shape[axis]!])]
}

/**
 * Batch normalization, as Keras's `BatchNormalization`: gamma · (input − mean) / √(variance +
 * epsilon) + beta, with the moments of each feature of one axis. Any shape. Weights of the features'
 * size: `gamma`, `beta`, and the statistics `movingMean` and `movingVariance`.
 *
 * A training step takes the moments of its batch (biased variance, rows of padding left out) and
 * moves the statistics: momentum · old + (1 − momentum) · moment; a layer that is called twice moves
 * them in the order of its calls. Everything else, and a layer with `trainable: false`, takes the
 * statistics.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const batchNormalization = optionalLayerFactory<
  'batchNormalization',
  Parsed,
  BatchNormalizationOptions
>(batchNormalizationLayer)
