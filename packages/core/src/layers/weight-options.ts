import { z } from 'zod'
import { type ConstraintChoice, constraintChoice } from '../constraints/index.js'
import type { Shape } from '../graph/types.js'
import { type InitializerChoice, initializerChoice } from '../initializers/index.js'
import { type RegularizerChoice, regularizerChoice } from '../regularizers/index.js'
import type { WeightDeclaration } from './definition.js'

/** Options of a layer's kernel and bias. */
export interface KernelAndBiasOptions {
  /** Default true. */
  readonly useBias?: boolean
  /** Default `glorotUniform`. */
  readonly kernelInitializer?: InitializerChoice
  /** Default `zeros`. */
  readonly biasInitializer?: InitializerChoice
  readonly kernelRegularizer?: RegularizerChoice | undefined
  readonly biasRegularizer?: RegularizerChoice | undefined
  readonly kernelConstraint?: ConstraintChoice | undefined
  readonly biasConstraint?: ConstraintChoice | undefined
}

/** {@link KernelAndBiasOptions} with defaults filled in. */
export type KernelAndBias = KernelAndBiasOptions &
  Required<Pick<KernelAndBiasOptions, 'useBias' | 'kernelInitializer' | 'biasInitializer'>>

/** Schema of {@link KernelAndBiasOptions}, to be spread into a layer's own. */
export const kernelAndBias = {
  useBias: z.boolean().default(true),
  kernelInitializer: initializerChoice.default('glorotUniform'),
  biasInitializer: initializerChoice.default('zeros'),
  kernelRegularizer: regularizerChoice.optional(),
  biasRegularizer: regularizerChoice.optional(),
  kernelConstraint: constraintChoice.optional(),
  biasConstraint: constraintChoice.optional(),
}

/** Options of a layer's bias. */
export type BiasOptions = Pick<
  KernelAndBiasOptions,
  'useBias' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint'
>

/** {@link BiasOptions} with defaults filled in. */
export type Bias = Pick<
  KernelAndBias,
  'useBias' | 'biasInitializer' | 'biasRegularizer' | 'biasConstraint'
>

/** How a kernel starts, and what keeps it small or in place. */
export type KernelChoices = Pick<WeightDeclaration, 'initializer' | 'regularizer' | 'constraint'>

/** Schema of {@link BiasOptions}, to be spread into a layer's own. */
export const biasOptions = {
  useBias: kernelAndBias.useBias,
  biasInitializer: kernelAndBias.biasInitializer,
  biasRegularizer: kernelAndBias.biasRegularizer,
  biasConstraint: kernelAndBias.biasConstraint,
}

/** The declaration of a kernel of any name. */
export const declareKernel = (
  name: string,
  shape: Shape,
  { initializer, regularizer, constraint }: KernelChoices,
): WeightDeclaration => ({ name, shape, role: 'trainable', initializer, regularizer, constraint })

/** The declaration of `bias`, or none. */
export const declareBias = (options: Bias, shape: Shape): WeightDeclaration[] =>
  options.useBias
    ? [
        declareKernel('bias', shape, {
          initializer: options.biasInitializer,
          regularizer: options.biasRegularizer,
          constraint: options.biasConstraint,
        }),
      ]
    : []

/** The declarations of `kernel`, and of `bias` where there is one. */
export const declareKernelAndBias = (
  options: KernelAndBias,
  kernelShape: Shape,
  biasShape: Shape,
): WeightDeclaration[] => [
  declareKernel('kernel', kernelShape, {
    initializer: options.kernelInitializer,
    regularizer: options.kernelRegularizer,
    constraint: options.kernelConstraint,
  }),
  ...declareBias(options, biasShape),
]
