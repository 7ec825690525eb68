import { z } from 'zod'
import { OptionError } from '../errors/parallax-error.js'
import { parse } from '../errors/parse.js'
import type { OwnDefinition } from '../options/named.js'
import { type OptionDefaults, type OptionsOf, schemaOfDefaults } from '../options/own-options.js'
import { ownFunction, ownName } from '../options/own-parts.js'
import { type MeanParts, meanMetric, type PredictionMetric, type SumMetric } from './definition.js'

const common = {
  name: ownName,
  options: z.record(z.string(), z.unknown()).optional(),
  better: z.enum(['higher', 'lower']),
  unsuitable: ownFunction.optional(),
}

const kinds = {
  perRow: z.strictObject({ ...common, perRow: ownFunction, transform: ownFunction.optional() }),
  sums: z.strictObject({ ...common, sums: ownFunction, value: ownFunction }),
  fromPredictions: z.strictObject({ ...common, fromPredictions: ownFunction }),
} as const

/** A metric of a user's own; stands where the name of a metric does. */
export type OwnMetric<Name extends string = string> = OwnDefinition<'metrics', Name>

/** What {@link defineMetric} takes: `perRow`, or `sums` and `value`, or `fromPredictions`. */
export type MetricDescription<Name extends string, Defaults extends OptionDefaults> = {
  readonly name: Name
  /** Options with their defaults. Default none. */
  readonly options?: Defaults
} & (
  | Omit<MeanParts<OptionsOf<Defaults>>, 'name' | 'options'>
  | Omit<SumMetric<OptionsOf<Defaults>>, 'name' | 'options'>
  | Omit<PredictionMetric<OptionsOf<Defaults>>, 'name' | 'options'>
)

/**
 * Defines a metric. Pass it among `metrics`, or as `{ name: theMetric, …options }`. Three kinds:
 * `perRow` for the mean of a number per row; `sums` over each batch with the `value` that follows
 * from them; `fromPredictions` for what needs all rows at once, which training steps leave out.
 *
 * @throws {OptionError} naming the part that is wrong.
 *
 * @example
 * const withinOne = defineMetric({
 *   name: 'withinOne',
 *   better: 'higher',
 *   perRow: (_, { builder: b, output, target }) =>
 *     meanOfRows(b, b.cast(b.lessEqual(b.abs(b.sub(output, target)), 1), 'float')),
 * })
 */
export function defineMetric<
  const Name extends string,
  Defaults extends OptionDefaults = Record<never, never>,
>(description: MetricDescription<Name, Defaults>): OwnMetric<Name> {
  const kind = (['sums', 'fromPredictions', 'perRow'] as const).find((name) => name in description)
  parse(kinds[kind ?? 'perRow'], description, 'defineMetric', OptionError)
  const { options, ...rest } = description
  const schema = options === undefined ? z.strictObject({}) : schemaOfDefaults(options)
  const parts = { ...rest, options: schema }
  const own =
    'perRow' in parts ? meanMetric(parts as unknown as MeanParts<OptionsOf<Defaults>>) : parts
  return { ...own, defines: 'metrics', name: description.name }
}
