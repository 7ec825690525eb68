import type { z } from 'zod'
import { suggest } from './nearest.js'
import type { ErrorDetails, ParallaxError } from './parallax-error.js'
import { show } from './show.js'

/** Makes the typed error of whoever asked for the check. */
export type ErrorClass = new (details: ErrorDetails) => ParallaxError

/**
 * Checks a value against a schema and fills in defaults.
 * @throws an error of the given class that names the place, what was expected and the nearest right name.
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: string,
  Failure: ErrorClass,
): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new Failure(explain(result.error.issues[0]!, value, where, schema))
}

function explain(
  issue: z.core.$ZodIssue,
  value: unknown,
  where: string,
  schema: z.ZodType,
): ErrorDetails {
  const place = where + issue.path.map(showStep).join('')
  const received = show(valueAt(value, issue.path))
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [key] = issue.keys as [string]
      return {
        where: place,
        problem: `unknown option '${key}'`,
        hint: suggest(key, keysOf(schema)),
      }
    }
    case 'invalid_value': {
      const names = issue.values.map(String)
      const word = valueAt(value, issue.path)
      if (word === undefined) {
        return { where: place, problem: 'it is missing', hint: `Known: ${names.join(', ')}.` }
      }
      const hint = typeof word === 'string' ? suggest(word, names) : `Known: ${names.join(', ')}.`
      return { where: place, problem: 'unknown value', received, hint }
    }
    case 'invalid_type':
      if (valueAt(value, issue.path) === undefined) {
        return { where: place, problem: 'it is missing', expected: issue.expected }
      }
      return { where: place, problem: 'wrong type', expected: issue.expected, received }
    case 'too_small': {
      const bound = `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`
      return { where: place, problem: 'too small', expected: bound, received }
    }
    case 'too_big': {
      const bound = `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`
      return { where: place, problem: 'too large', expected: bound, received }
    }
    default:
      return { where: place, problem: issue.message, received }
  }
}

const showStep = (step: PropertyKey): string =>
  typeof step === 'number' ? `[${step}]` : `.${String(step)}`

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown>)?.[key], value)

function keysOf(schema: z.ZodType): string[] {
  return 'shape' in schema ? Object.keys(schema.shape as object) : []
}
