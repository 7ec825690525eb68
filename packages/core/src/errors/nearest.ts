import { closestMatch } from 'leven'

/** The member of `names` that `word` was probably meant to be, or undefined if none is close. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const folded = names.find((name) => fold(name) === fold(word))
  const maxDistance = Math.max(2, Math.floor(word.length / 3))
  return folded ?? closestMatch(word, [...names], { maxDistance })
}

/** "Did you mean …?" for an unknown name, else the list of the known ones. */
export function suggest(word: string, names: readonly string[]): string {
  const guess = nearest(word, names)
  return guess === undefined ? `Known: ${names.join(', ')}.` : `Did you mean '${guess}'?`
}

/** `binary_crossentropy`, `BinaryCrossentropy` and `binaryCrossEntropy` are the same word. */
const fold = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')
