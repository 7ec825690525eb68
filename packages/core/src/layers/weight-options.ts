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

/** The declarations of `kernel`, and of `bias` where there is one. */
export function declareKernelAndBias(
  options: KernelAndBias,
  kernelShape: Shape,
  biasShape: Shape,
): WeightDeclaration[] {
  const kernel: WeightDeclaration = {
    name: 'kernel',
    shape: kernelShape,
    role: 'trainable',
    initializer: options.kernelInitializer,
    regularizer: options.kernelRegularizer,
    constraint: options.kernelConstraint,
  }
  const bias: WeightDeclaration = {
    name: 'bias',
    shape: biasShape,
    role: 'trainable',
    initializer: options.biasInitializer,
    regularizer: options.biasRegularizer,
    constraint: options.biasConstraint,
  }
  return options.useBias ? [kernel, bias] : [kernel]
}
