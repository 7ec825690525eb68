import { z } from 'zod'
import { OptionError } from '../errors/parallax-error.js'
import { parse } from '../errors/parse.js'
import type { OwnDefinition } from '../options/named.js'
import { type OptionDefaults, type OptionsOf, schemaOfDefaults } from '../options/own-options.js'
import { ownFunction, ownName } from '../options/own-parts.js'
import {
  type CommonOptions,
  commonOptions,
  type SlotDeclaration,
  type Update,
  type UpdateContext,
} from './definition.js'

const parts = z.strictObject({
  name: ownName,
  options: z.record(z.string(), z.unknown()).optional(),
  learningRate: z.number().gt(0).optional(),
  slots: z
    .array(
      z.union([
        z.strictObject({ name: z.string(), initialValue: z.number().optional() }),
        z.string(),
      ]),
    )
    .optional(),
  scalars: ownFunction.optional(),
  update: ownFunction,
})

/** An optimiser of a user's own; stands where the name of an optimiser does. */
export type OwnOptimizer<Name extends string = string> = OwnDefinition<'optimizer', Name>

/** What {@link defineOptimizer} takes. */
export interface OptimizerDescription<Name extends string, Defaults extends OptionDefaults> {
  readonly name: Name
  /** Options with their defaults, beside those that all optimisers have. Default none. */
  readonly options?: Defaults
  /** Default of the option of that name: 0.001. */
  readonly learningRate?: number
  /**
   * The vectors that it keeps beside the weights: a name for one that starts as zeros, or
   * `{ name, initialValue }`. Default none.
   */
  readonly slots?: readonly (string | Omit<SlotDeclaration, 'sizeOf'>)[]
  /** Numbers that the host computes for step `step`, counted from 1. Default: the learning rate. */
  scalars?(options: OptionsOf<Defaults> & CommonOptions, step: number): readonly number[]
  /** New weights and slots. Steps must be in proportion to the learning rate. */
  update(options: OptionsOf<Defaults> & CommonOptions, context: UpdateContext): Update
}

/**
 * Defines an optimiser in terms of graph operations on flat vectors. Pass it as `optimizer`, or as
 * `optimizer: { name: theOptimizer, …options }`. Schedules,
 * clipping and decoupled weight decay come by themselves.
 *
 * @throws {OptionError} naming the part that is wrong.
 *
 * @example
 * const signDescent = defineOptimizer({
 *   name: 'signDescent',
 *   update: (_, { builder: b, weights, gradient, scalars: [rate] }) => ({
 *     weights: b.sub(weights, b.mul(b.sign(gradient), rate!)),
 *     slots: {},
 *   }),
 * })
 */
export function defineOptimizer<
  const Name extends string,
  Defaults extends OptionDefaults = Record<never, never>,
>(description: OptimizerDescription<Name, Defaults>): OwnOptimizer<Name> {
  parse(parts, description, 'defineOptimizer', OptionError)
  const { name, options, learningRate = 0.001, slots = [], update } = description
  const schema = schemaOfDefaults(options ?? {}) as z.ZodObject
  const scalars = description.scalars ?? ((given: CommonOptions) => [given.learningRate])
  const own = {
    defines: 'optimizer',
    name,
    options: schema.extend(commonOptions(learningRate)),
    slots: () => slots.map((slot) => (typeof slot === 'string' ? { name: slot } : slot)),
    scalars,
    update,
  } as const
  return own
}
