import { z } from 'zod'
import { activatedShape } from '../activations/index.js'
import type { ConstraintChoice } from '../constraints/index.js'
import type { InitializerChoice } from '../initializers/index.js'
import { count } from '../options/numbers.js'
import type { RegularizerChoice } from '../regularizers/index.js'
import { biasAndActivate, convolve } from './convolution.js'
import { type LayerDefinition, layerFactory } from './definition.js'
import {
  convolveDepthwise,
  type Depthwise,
  type DepthwiseConv2dOptions,
  declareDepthwise,
  depthwiseOptions,
  depthwiseShape,
} from './depthwise-conv2d.js'
import { declareBias, declareKernel, kernelAndBias } from './weight-options.js'

/** Options of {@link separableConv2d}. */
export interface SeparableConv2dOptions extends DepthwiseConv2dOptions {
  /** Number of output channels. */
  readonly filters: number
  /** Default `glorotUniform`. */
  readonly pointwiseInitializer?: InitializerChoice
  readonly pointwiseRegularizer?: RegularizerChoice | undefined
  readonly pointwiseConstraint?: ConstraintChoice | undefined
}

type Parsed = Depthwise &
  Pick<SeparableConv2dOptions, 'filters' | 'pointwiseRegularizer' | 'pointwiseConstraint'> & {
    readonly pointwiseInitializer: InitializerChoice
  }

/** Every output channel is a mixture of the channels of one pixel. */
const pointwise = { size: [1, 1], strides: [1, 1], dilation: [1, 1], padding: 'valid' } as const

/** Definition of the layer {@link separableConv2d}. */
export const separableConv2dLayer: LayerDefinition<'separableConv2d', Parsed> = {
  type: 'separableConv2d',
  options: z.strictObject({
    filters: count,
    ...depthwiseOptions,
    pointwiseInitializer: kernelAndBias.kernelInitializer,
    pointwiseRegularizer: kernelAndBias.kernelRegularizer,
    pointwiseConstraint: kernelAndBias.kernelConstraint,
  }) as unknown as z.ZodType<Parsed>,
  outputShape(options, { input, where }) {
    const shape = depthwiseShape(options, input, where).with(-1, options.filters)
    return activatedShape(options.activation, shape, where)
  },
  weights: (options, input) => [
    declareDepthwise('depthwiseKernel', options, input.at(-1)!),
    declareKernel(
      'pointwiseKernel',
      [1, 1, input.at(-1)! * options.depthMultiplier, options.filters],
      {
        initializer: options.pointwiseInitializer,
        regularizer: options.pointwiseRegularizer,
        constraint: options.pointwiseConstraint,
      },
    ),
    ...declareBias(options, [options.filters]),
  ],
  lower(options, context) {
    const channels = convolveDepthwise(context, context.weight('depthwiseKernel'), options)
    const mixer = context.weight('pointwiseKernel')
    const mixed = convolve(context, channels, mixer, { ...pointwise, groups: 1 })
    return biasAndActivate(context, mixed, options)
  },
}

/**
 * A depthwise convolution whose channels are then mixed pixel by pixel, as Keras's
 * `SeparableConv2D`: `[height, width, channels]` → `[rows, columns, filters]`. Weights
 * `depthwiseKernel` `[rows, columns, channels, depthMultiplier]`, `pointwiseKernel`
 * `[1, 1, channels · depthMultiplier, filters]` and `bias` `[filters]`.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const separableConv2d = layerFactory<'separableConv2d', Parsed, SeparableConv2dOptions>(
  separableConv2dLayer,
)
