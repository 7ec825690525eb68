import type { OwnDefinition } from '../options/named.js'
import { requireOwnName } from '../options/own-name.js'
import { type OptionDefaults, type OptionsOf, schemaOfDefaults } from '../options/own-options.js'
import { accuracyByWidth, type LossDefinition, targetsLikeOutputs } from './definition.js'

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
 * @throws {OptionError} if the name is no name.
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
  requireOwnName('defineLoss', description.name)
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
