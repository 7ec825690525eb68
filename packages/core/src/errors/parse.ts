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
  // What is missing may only be misspelt.
  const { issues } = result.error
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]!
  throw new Failure(explain(closestIssue(issue, value), value, where, schema))
}

/** Of the branches of a union, the one that the value was probably meant for. */
function closestIssue(issue: z.core.$ZodIssue, value: unknown): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue
  const [first] = issue.errors as [z.core.$ZodIssue[]]
  const isName =
    typeof valueAt(value, issue.path) === 'string' && first[0]!.code === 'invalid_value'
  const ofItsKind = issue.errors.findLast(([start]) => !isOtherKind(start!))
  const [nested] = isName ? first : (ofItsKind ?? issue.errors.at(-1)!)
  const path = [...issue.path, ...nested!.path]
  return closestIssue({ ...nested!, path }, value)
}

/** Whether a branch is for values of another type altogether, as a pair is where a number stands. */
const isOtherKind = ({ code, path }: z.core.$ZodIssue): boolean =>
  code === 'invalid_type' && path.length === 0

function explain(
  issue: z.core.$ZodIssue,
  value: unknown,
  where: string,
  schema: z.ZodType,
): ErrorDetails {
  const place = where + issue.path.map(showStep).join('')
  const found = valueAt(value, issue.path)
  const received = show(found)
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [key] = issue.keys as [string]
      return {
        where: place,
        problem: `unknown option '${key}'`,
        ...hintOf(key, keysAt(schema, issue.path)),
      }
    }
    case 'invalid_value': {
      const names = issue.values.map(String)
      if (found === undefined)
        return { where: place, problem: 'it is missing', ...hintOf('', names) }
      return { where: place, problem: 'unknown value', received, ...hintOf(String(found), names) }
    }
    case 'invalid_type':
      if (found === undefined) {
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
    case 'invalid_union':
      return { where: place, problem: 'there is no such name', received }
    default:
      return { where: place, problem: issue.message, received }
  }
}

const showStep = (step: PropertyKey): string =>
  typeof step === 'number' ? `[${step}]` : `.${String(step)}`

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown>)?.[key], value)

const hintOf = (word: string, names: readonly string[]): { hint?: string } =>
  names.length === 0 ? {} : { hint: suggest(word, names) }

/** The keys of the object schema at a path; none where the way there is not plain. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let part: unknown = schema
  for (const key of path) {
    const { shape, element } = Object(part) as {
      shape?: Record<PropertyKey, unknown>
      element?: unknown
    }
    part = unwrap(typeof key === 'number' ? element : shape?.[key])
  }
  return Object.keys((part as { shape?: object } | undefined)?.shape ?? {})
}

/** What an optional schema, or one with a default, is about. */
const unwrap = (schema: unknown): unknown => {
  const { innerType } = Object((schema as { def?: unknown } | undefined)?.def) as {
    innerType?: unknown
  }
  return innerType === undefined ? schema : unwrap(innerType)
}
