import { z } from 'zod'
import { type ConstraintChoice, constraintChoice } from '../constraints/index.js'
import type { GraphNode, Shape } from '../graph/types.js'
import { type InitializerChoice, initializerChoice } from '../initializers/index.js'
import { type RegularizerChoice, regularizerChoice } from '../regularizers/index.js'
import type { LayerContext, WeightDeclaration } from './definition.js'

/** Options of what follows a normalization: times `gamma`, plus `beta`. */
export interface ScaleAndCenterOptions {
  /** Whether `beta` is added. Default true. */
  readonly center?: boolean
  /** Whether it is multiplied by `gamma`. Default true. */
  readonly scale?: boolean
  /** Default `zeros`. */
  readonly betaInitializer?: InitializerChoice
  /** Default `ones`. */
  readonly gammaInitializer?: InitializerChoice
  readonly betaRegularizer?: RegularizerChoice | undefined
  readonly gammaRegularizer?: RegularizerChoice | undefined
  readonly betaConstraint?: ConstraintChoice | undefined
  readonly gammaConstraint?: ConstraintChoice | undefined
}

/** {@link ScaleAndCenterOptions} with defaults filled in. */
export type ScaleAndCenter = ScaleAndCenterOptions &
  Required<Pick<ScaleAndCenterOptions, 'center' | 'scale' | 'betaInitializer' | 'gammaInitializer'>>

/** Schema of {@link ScaleAndCenterOptions}, to be spread into a layer's own. */
export const scaleAndCenter = {
  center: z.boolean().default(true),
  scale: z.boolean().default(true),
  betaInitializer: initializerChoice.default('zeros'),
  gammaInitializer: initializerChoice.default('ones'),
  betaRegularizer: regularizerChoice.optional(),
  gammaRegularizer: regularizerChoice.optional(),
  betaConstraint: constraintChoice.optional(),
  gammaConstraint: constraintChoice.optional(),
}

/** The declarations of `gamma` and `beta`, where they are wanted. */
export function declareScaleAndCenter(options: ScaleAndCenter, shape: Shape): WeightDeclaration[] {
  const gamma: WeightDeclaration = {
    name: 'gamma',
    shape,
    role: 'trainable',
    initializer: options.gammaInitializer,
    regularizer: options.gammaRegularizer,
    constraint: options.gammaConstraint,
  }
  const beta: WeightDeclaration = {
    name: 'beta',
    shape,
    role: 'trainable',
    initializer: options.betaInitializer,
    regularizer: options.betaRegularizer,
    constraint: options.betaConstraint,
  }
  return [...(options.scale ? [gamma] : []), ...(options.center ? [beta] : [])]
}

/** Values times `gamma` plus `beta`, both of which grow from `shape`. */
export function applyScaleAndCenter(
  { scale, center }: ScaleAndCenter,
  { builder: b, weight }: LayerContext,
  values: GraphNode,
  shape: Shape,
): GraphNode {
  const scaled = scale ? b.mul(values, b.reshape(weight('gamma'), shape)) : values
  return center ? b.add(scaled, b.reshape(weight('beta'), shape)) : scaled
}
