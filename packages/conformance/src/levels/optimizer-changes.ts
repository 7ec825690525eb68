import type {
  CommonOptions,
  GraphBuilder,
  GraphNode,
  ResolvedOptimizer,
  Update,
  UpdateContext,
} from '@parallax-ml/core'
import { noticing } from './noticing.js'
import { optimizerCases } from './optimizers.js'

/** Options of all optimisers together. */
export type Options = CommonOptions & {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  readonly rho: number
  readonly momentum: number
  readonly adamBeta1: number
  readonly initialAccumulatorValue: number
  readonly l1RegularizationStrength: number
}
export type Change = (optimizer: ResolvedOptimizer) => ResolvedOptimizer

/** Other options than those that were given. */
export const options =
  (changes: (given: Options) => object): Change =>
  (optimizer) => ({
    ...optimizer,
    options: { ...optimizer.options, ...changes(optimizer.options as Options) },
    optionsAt: (step) => {
      const given = optimizer.optionsAt(step) as Options
      return { ...given, ...changes(given) }
    },
  })

export const definition = (
  changes: (right: ResolvedOptimizer['definition']) => Partial<ResolvedOptimizer['definition']>,
): Change => {
  return (optimizer) => ({
    ...optimizer,
    definition: { ...optimizer.definition, ...changes(optimizer.definition) },
  })
}

/** Other numbers for a step. */
export const scalars = (
  of: (given: Options, step: number, right: readonly number[]) => number[],
): Change =>
  definition((right) => ({
    scalars: (given, step) => of(given as Options, step, right.scalars(given, step)),
  }))

/** What an update is built from, with short names for the builder and the first scalar. */
export interface ChangeContext extends UpdateContext {
  readonly b: GraphBuilder
  readonly rate: GraphNode
}

/** Another update; `right` is the update itself, of any context. */
export const update = (
  of: (context: ChangeContext, given: Options, right: (context: UpdateContext) => Update) => Update,
): Change =>
  definition((definition) => ({
    update: (given, context) =>
      of({ ...context, b: context.builder, rate: context.scalars[0]! }, given as Options, (other) =>
        definition.update(given, other),
      ),
  }))

export const mean = (
  { builder: b }: UpdateContext,
  old: GraphNode,
  decay: number,
  value: GraphNode,
) => b.add(b.mul(old, decay), b.mul(value, 1 - decay))

export const square = ({ builder: b, gradient }: UpdateContext) => b.mul(gradient, gradient)

/** Without any correction. */
export const rateOnly = scalars(({ learningRate }) => [learningRate])

/** Names of the cases that notice a change of one optimiser. */
export const noticingChange = (name: string, change: Change): Promise<string[]> =>
  noticing(
    optimizerCases((optimizer) =>
      optimizer.definition.name === name ? change(optimizer) : optimizer,
    ),
  )
