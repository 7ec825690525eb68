import { suggest } from '../errors/nearest.js'
import { OptionError } from '../errors/parallax-error.js'

/**
 * The output that is meant: the one that is named, or the only one.
 * @throws {OptionError} if there is no such output, or several and none is named.
 */
export function chosenOutput(names: readonly string[], of: string | undefined): string {
  if (of === undefined && names.length === 1) return names[0]!
  if (of !== undefined && names.includes(of)) return of
  throw new OptionError({
    where: 'option of',
    problem: of === undefined ? 'the model has several outputs' : `there is no output '${of}'`,
    hint: of === undefined ? `Name one: ${names.join(', ')}.` : suggest(of, names),
  })
}
