import { z } from 'zod'
import { OptionError } from '../../errors/parallax-error.js'
import { parse } from '../../errors/parse.js'
import { isPlain, type Json } from '../../files/json-metadata.js'
import { positive } from '../../options/numbers.js'

/** One of some values, each as likely. */
export interface ChoiceDistribution<Value extends Json = Json> {
  readonly kind: 'choice'
  readonly values: readonly Value[]
}

/** Numbers from `low` to `high`. */
export interface NumberDistribution {
  /**
   * `uniform`: all are as likely; `logUniform`: their logarithms are; `integer`: whole numbers, both
   * ends included, all as likely.
   */
  readonly kind: 'uniform' | 'logUniform' | 'integer'
  readonly low: number
  readonly high: number
}

/** The values that a parameter may have; plain data. */
export type Distribution = ChoiceDistribution | NumberDistribution

/** Parameters by name, and the values that they may have. */
export type SearchSpace = Readonly<Record<string, Distribution>>

/** A value for each parameter of a space. */
export type ParametersOf<Space extends SearchSpace> = {
  readonly [Name in keyof Space]: Space[Name] extends ChoiceDistribution<infer Value>
    ? Value
    : number
}

const isOrdered = ({ low, high }: { low: number; high: number }): boolean => low < high

const between = <Kind extends string>(kind: Kind, bound: z.ZodType<number>) =>
  z
    .strictObject({ kind: z.literal(kind), low: bound, high: bound })
    .refine(isOrdered, { path: ['high'], error: 'not above low' })

const plain = z.unknown().refine(isPlain, 'not plain data, which can be written to JSON')

/** Schema of {@link Distribution}. */
export const distributionSchema = z
  .looseObject({ kind: z.enum(['choice', 'uniform', 'logUniform', 'integer']) })
  .pipe(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('choice'), values: z.array(plain).min(1) }),
      between('uniform', z.number()),
      between('logUniform', positive),
      between('integer', z.int()),
    ]),
  )

const checked = <Checked extends Distribution>(distribution: Checked): Checked => {
  parse(distributionSchema, distribution, distribution.kind, OptionError)
  return distribution
}

/**
 * One of some values, each as likely.
 * @throws {OptionError} if there are none, or one cannot be written to JSON.
 */
export const choice = <const Value extends Json>(
  values: readonly Value[],
): ChoiceDistribution<Value> => checked({ kind: 'choice', values })

/**
 * A number from `low` to `high`, all as likely.
 * @throws {OptionError} unless low is below high.
 */
export const uniform = (low: number, high: number): NumberDistribution =>
  checked({ kind: 'uniform', low, high })

/**
 * A number above 0 from `low` to `high`, whose logarithms are all as likely: for learning rates.
 * @throws {OptionError} unless 0 < low < high.
 */
export const logUniform = (low: number, high: number): NumberDistribution =>
  checked({ kind: 'logUniform', low, high })

/**
 * A whole number from `low` to `high`, both included, all as likely.
 * @throws {OptionError} unless low is below high and both are whole.
 */
export const integer = (low: number, high: number): NumberDistribution =>
  checked({ kind: 'integer', low, high })
