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

/** A definition of a user's own, which stands wherever the name of a known one does. */
export interface OwnDefinition<Option extends string = string, Name extends string = string> {
  /** The option that it is meant for: `loss`, `metrics`. */
  readonly defines: Option
  readonly name: Name
}

/** A definition together with its options, defaults filled in. */
export interface Resolved<Definition> {
  readonly definition: Definition
  readonly options: object
}

/** What a choice gives: a definition, and options that are not checked yet. */
export interface Chosen<Definition> {
  readonly definition: Definition
  readonly given: object
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
  return checkOptions(option, findChoice(option, definitions, choice, otherNames))
}

/**
 * Finds what a choice names: a name, a definition of the user's own, or an object whose `name` is
 * either and whose other keys are options.
 * @throws {OptionError} with the nearest right name.
 */
export function findChoice<Definition extends NamedDefinition>(
  option: string,
  definitions: readonly Definition[],
  choice: unknown,
  otherNames: readonly string[] = [],
): Chosen<Definition> {
  const alone = typeof choice === 'string' || isOwn(choice)
  const { name, ...given } = alone ? { name: choice } : asRecord(option, choice)
  const names = [...otherNames, ...definitions.map((candidate) => candidate.name)]
  if (isOwn(name)) return { definition: requireOwn<Definition>(option, name, names), given }
  const definition = definitions.find((candidate) => candidate.name === name)
  if (definition !== undefined) return { definition, given }
  throw new OptionError({
    where: `option ${option}`,
    problem: typeof name === 'string' ? `there is no '${name}'` : 'it has no name',
    hint: suggest(String(name), names),
  })
}

/**
 * Checks the options of a choice and fills in defaults.
 * @throws {OptionError} with the nearest right name.
 */
export function checkOptions<Definition extends NamedDefinition>(
  option: string,
  { definition, given }: Chosen<Definition>,
): Resolved<Definition> {
  const where = `option ${option} (${definition.name})`
  return { definition, options: parse(definition.options, given, where, OptionError) }
}

const isOwn = (value: unknown): value is OwnDefinition =>
  typeof value === 'object' && value !== null && 'defines' in value

function requireOwn<Definition>(
  option: string,
  own: OwnDefinition,
  names: readonly string[],
): Definition {
  if (own.defines !== option) {
    throw new OptionError({
      where: `option ${option}`,
      problem: `'${own.name}' was defined for the option ${own.defines}`,
    })
  }
  if (names.includes(own.name)) {
    throw new OptionError({
      where: `option ${option}`,
      problem: `there is a '${own.name}' already`,
      hint: 'Give your own definition another name.',
    })
  }
  return own as unknown as Definition
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
