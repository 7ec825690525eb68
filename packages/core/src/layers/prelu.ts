import { z } from 'zod'
import { type ConstraintChoice, constraintChoice } from '../constraints/index.js'
import type { Shape } from '../graph/types.js'
import { type InitializerChoice, initializerChoice } from '../initializers/index.js'
import { type RegularizerChoice, regularizerChoice } from '../regularizers/index.js'
import { axesOf } from './axes.js'
import { type LayerDefinition, optionalLayerFactory } from './definition.js'

/** Options of {@link prelu}. */
export interface PreluOptions {
  /** Axes whose places share a slope, counted from 1; `[1, 2]` for one slope a channel of images. */
  readonly sharedAxes?: readonly number[] | undefined
  /** Default `zeros`. */
  readonly alphaInitializer?: InitializerChoice
  readonly alphaRegularizer?: RegularizerChoice | undefined
  readonly alphaConstraint?: ConstraintChoice | undefined
}

type Parsed = PreluOptions & Required<Pick<PreluOptions, 'alphaInitializer'>>

/** Definition of the layer {@link prelu}. */
export const preluLayer: LayerDefinition<'prelu', Parsed> = {
  type: 'prelu',
  options: z.strictObject({
    sharedAxes: z.array(z.int()).min(1).optional(),
    alphaInitializer: initializerChoice.default('zeros'),
    alphaRegularizer: regularizerChoice.optional(),
    alphaConstraint: constraintChoice.optional(),
  }) as unknown as z.ZodType<Parsed>,
  outputShape({ sharedAxes }, { input, where }) {
    sharedShape(sharedAxes, input, `${where}.sharedAxes`)
    return input
  },
  weights: (options, input) => [
    {
      name: 'alpha',
      shape: sharedShape(options.sharedAxes, input, ''),
      role: 'trainable',
      initializer: options.alphaInitializer,
      regularizer: options.alphaRegularizer,
      constraint: options.alphaConstraint,
    },
  ],
  lower(_, { builder: b, input, weight }) {
    const alpha = weight('alpha')
    const slopes = b.reshape(alpha, [1, ...alpha.shape])
    return b.sub(b.relu(input), b.mul(b.relu(b.neg(input)), slopes))
  },
}

/** The shape of a row with shared axes of size 1. */
function sharedShape(axes: Parsed['sharedAxes'], input: Shape, where: string): Shape {
  const places = axes === undefined ? [] : axesOf(axes, input, where)
  return input.map((size, i) => (places.includes(i + 1) ? 1 : size))
}

/**
 * Rectified linear units with trained slopes below 0, as Keras's `PReLU`: the input, below 0 times
 * alpha. Any shape. Weight `alpha` of a row's shape, with size 1 on the shared axes.
 *
 * @throws {SpecError} if an option is unknown or there is no such axis.
 */
export const prelu = optionalLayerFactory<'prelu', Parsed, PreluOptions>(preluLayer)
