import { z } from 'zod'
import { OptionError } from '../errors/parallax-error.js'
import { parse } from '../errors/parse.js'
import type { OwnDefinition } from '../options/named.js'
import { type OptionDefaults, type OptionsOf, schemaOfDefaults } from '../options/own-options.js'
import { ownFunction, ownName } from '../options/own-parts.js'
import { accuracyByWidth, type LossDefinition, targetsLikeOutputs } from './definition.js'

const parts = z.strictObject({
  name: ownName,
  options: z.record(z.string(), z.unknown()).optional(),
  perRow: ownFunction,
  target: ownFunction.optional(),
  accuracy: ownFunction.optional(),
  probabilitiesFrom: z.enum(['sigmoid', 'softmax']).optional(),
})

/** A loss of a user's own; stands where the name of a loss does. */
export type OwnLoss<Name extends string = string> = OwnDefinition<'loss', Name>

/** What {@link defineLoss} takes. */
export interface LossDescription<Name extends string, Defaults extends OptionDefaults>
  extends Pick<LossDefinition<OptionsOf<Defaults>>, 'perRow'>,
    Partial<Pick<LossDefinition, 'target' | 'accuracy' | 'probabilitiesFrom'>> {
  readonly name: Name
  /** Options with their defaults. Default none. */
  readonly options?: Defaults
}

/**
 * Defines a loss in terms of graph operations; its gradient follows by itself. Pass it as `loss`,
 * or as `loss: { name: theLoss, …options }`. Targets are finite numbers, one per output, unless
 * `target` says otherwise.
 *
 * @throws {OptionError} naming the part that is wrong.
 *
 * @example
 * const powerError = defineLoss({
 *   name: 'powerError',
 *   options: { power: 4 },
 *   perRow: ({ power }, { builder: b, output, target }) =>
 *     meanOfRows(b, b.pow(b.abs(b.sub(output, target)), power)),
 * })
 * await fit(spec, data, { backend, loss: { name: powerError, power: 3 }, epochs: 10 })
 */
export function defineLoss<
  const Name extends string,
  Defaults extends OptionDefaults = Record<never, never>,
>(description: LossDescription<Name, Defaults>): OwnLoss<Name> {
  parse(parts, description, 'defineLoss', OptionError)
  const { options, ...rest } = description
  const own = {
    defines: 'loss',
    target: targetsLikeOutputs,
    accuracy: accuracyByWidth,
    ...rest,
    options: schemaOfDefaults(options ?? {}),
  } as const
  return own
}
