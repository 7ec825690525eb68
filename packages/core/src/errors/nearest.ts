import { closestMatch } from 'leven'

/**
 * The member of `names` that `word` was probably meant to be, or undefined if none is close:
 * the same word in another style (`binary_crossentropy`), its beginning (`acc`), its initials
 * (`mse`), or a slip of the pen.
 */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const short = fold(word)
  if (short === '') return undefined
  const maxDistance = Math.max(2, Math.floor(word.length / 3))
  return (
    names.find((name) => fold(name) === short) ??
    names.find((name) => short.length > 2 && fold(name).startsWith(short)) ??
    names.find((name) => initials(name) === short) ??
    closestMatch(word, [...names], { maxDistance })
  )
}

/** "Did you mean …?" for an unknown name, else the list of the known ones. */
export function suggest(word: string, names: readonly string[]): string {
  const guess = nearest(word, names)
  return guess === undefined ? `Known: ${names.join(', ')}.` : `Did you mean '${guess}'?`
}

/** `binary_crossentropy`, `BinaryCrossentropy` and `binaryCrossEntropy` are the same word. */
const fold = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

const initials = (name: string): string =>
  (name[0] ?? '').toLowerCase() + (name.slice(1).match(/[A-Z]/g) ?? []).join('').toLowerCase()
