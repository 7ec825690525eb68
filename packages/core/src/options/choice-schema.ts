import { z } from 'zod'
import type { NamedDefinition } from './named.js'

/**
 * The schema of a choice by name inside a spec: the name alone where all options have defaults, or
 * an object with the name and options, which is written out with its defaults.
 */
export function choiceSchema(definitions: readonly NamedDefinition[]): z.ZodType {
  const names = definitions.map(({ name }) => name)
  const objects = definitions.map(({ name, options }) =>
    (options as z.ZodObject).extend({ name: z.literal(name) }),
  )
  return z.union([
    z.enum(names as [string]),
    z.discriminatedUnion('name', objects as unknown as [z.ZodObject, ...z.ZodObject[]]),
  ])
}
