import type { z } from 'zod'
import { suggest } from '../errors/nearest.js'
import { OptionError } from '../errors/parallax-error.js'
import { parse } from '../errors/parse.js'
import { show } from '../errors/show.js'

/** Something that users choose by name, with options of its own. */
export interface NamedDefinition {
  readonly name: string
  readonly options: z.ZodType<object>
}

/** A definition together with its options, defaults filled in. */
export interface Resolved<Definition> {
  readonly definition: Definition
  readonly options: object
}

/**
 * Finds what a choice names and checks its options.
 * @param otherNames are names that the caller knows itself, for the hint.
 * @throws {OptionError} with the nearest right name.
 */
export function resolveChoice<Definition extends NamedDefinition>(
  option: string,
  definitions: readonly Definition[],
  choice: unknown,
  otherNames: readonly string[] = [],
): Resolved<Definition> {
  const { name, ...given } =
    typeof choice === 'string' ? { name: choice } : asRecord(option, choice)
  const definition = definitions.find((candidate) => candidate.name === name)
  if (definition === undefined) {
    const names = [...otherNames, ...definitions.map((candidate) => candidate.name)]
    throw new OptionError({
      where: `option ${option}`,
      problem: typeof name === 'string' ? `there is no '${name}'` : 'it has no name',
      hint: suggest(String(name), names),
    })
  }
  const options = parse(definition.options, given, `option ${option} (${name})`, OptionError)
  return { definition, options }
}

function asRecord(option: string, choice: unknown): { name?: unknown } {
  if (typeof choice === 'object' && choice !== null) return choice
  throw new OptionError({
    where: `option ${option}`,
    problem: choice === undefined ? 'it is missing' : 'not a choice',
    expected: 'a name, or an object with a name and options',
    ...(choice === undefined ? {} : { received: show(choice) }),
  })
}
