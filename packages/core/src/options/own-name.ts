import { OptionError } from '../errors/parallax-error.js'
import { show } from '../errors/show.js'

/**
 * Checks the name of a definition of a user's own: histories and specs show it.
 * @throws {OptionError}
 */
export function requireOwnName(where: string, name: unknown): void {
  if (typeof name === 'string' && /^[A-Za-z][A-Za-z0-9]*$/.test(name)) return
  throw new OptionError({
    where,
    problem: 'the name must be letters and digits, beginning with a letter',
    received: show(name),
  })
}
