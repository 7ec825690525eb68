import { OptionError, suggest } from '@parallax-ml/core'

const maxSeeds = 10_000

/**
 * The things that a list such as `xor,iris` names; all of them if there is no list.
 * @throws {OptionError} with the nearest right name.
 */
export function parseNames<Named extends { readonly name: string }>(
  option: string,
  text: string | undefined,
  known: readonly Named[],
): Named[] {
  if (text === undefined) return [...known]
  const names = known.map(({ name }) => name)
  const chosen = splitList(text).map((word) => {
    const found = known.find(({ name }) => name === word)
    if (found !== undefined) return found
    const problem = word === '' ? 'a name is missing' : `unknown name '${word}'`
    throw new OptionError({ where: option, problem, hint: suggest(word, names) })
  })
  requireDistinct(
    option,
    chosen.map(({ name }) => name),
  )
  return chosen
}

/**
 * Seeds from `3` (the seeds 0, 1 and 2) or a list (`0,5,7`; `7,` is the seed 7 alone).
 * @throws {OptionError}
 */
export function parseSeeds(text: string): number[] {
  if (!text.includes(',')) {
    const count = wholeNumber('--seeds', text, 1, maxSeeds)
    return Array.from({ length: count }, (_, seed) => seed)
  }
  const words = splitList(text.replace(/,\s*$/, ''))
  const seeds = words.map((word) => wholeNumber('--seeds', word, 0, Number.MAX_SAFE_INTEGER))
  requireDistinct('--seeds', seeds)
  return seeds
}

/**
 * A number of epochs.
 * @throws {OptionError}
 */
export const parseEpochs = (text: string): number =>
  wholeNumber('--epochs', text, 1, Number.MAX_SAFE_INTEGER)

const splitList = (text: string): string[] => text.split(',').map((word) => word.trim())

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  const range =
    most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`
  throw new OptionError({
    where: option,
    problem: 'not a number that fits',
    expected: `a whole number ${range}`,
    received: `'${text}'`,
    ...(option === '--seeds' ? { hint: 'Say 3 for seeds 0 to 2, or list them: 0,5,7.' } : {}),
  })
}

function requireDistinct(option: string, values: readonly (string | number)[]): void {
  const twice = values.find((value, i) => values.indexOf(value) !== i)
  if (twice === undefined) return
  throw new OptionError({
    where: option,
    problem: `${twice} is named twice`,
    hint: 'Name each only once.',
  })
}
