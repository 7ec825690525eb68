import { z } from 'zod'

/** Options by name with their defaults; given ones must be of the same type. */
export type OptionDefaults = Readonly<Record<string, number | string | boolean>>

/** Defaults as options: `{ power: 4 }` makes `power` a number. */
export type OptionsOf<Defaults extends OptionDefaults> = {
  readonly [Name in keyof Defaults]: Defaults[Name] extends number
    ? number
    : Defaults[Name] extends string
      ? string
      : boolean
}

/** A strict schema that fills in defaults; numbers are finite. */
export const schemaOfDefaults = (defaults: OptionDefaults): z.ZodType<object> =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(defaults).map(([name, value]) => [name, typeOf(value).default(value)]),
    ),
  )

function typeOf(value: number | string | boolean): z.ZodType {
  if (typeof value === 'number') return z.number()
  return typeof value === 'string' ? z.string() : z.boolean()
}
