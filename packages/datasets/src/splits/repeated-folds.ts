import { OptionError, randomKey } from '@parallax-ml/core'
import { requireKnownOptions, requireSeed } from '../checks.js'
import type { Split } from './classes.js'
import { shuffledFolds } from './shuffled-folds.js'
import { stratifiedFolds } from './stratified-folds.js'

/** Options of {@link repeatedFolds}. */
export interface RepeatedFoldsOptions {
  /** How many parts each time; each is the test part once. */
  readonly folds: number
  /** How often to divide the rows anew. */
  readonly repeats: number
  /** Decides which rows. Default 0. */
  readonly seed?: number
}

/**
 * Folds for cross-validation, drawn several times over, so that the luck of one division can be told
 * from the rest: `folds` splits of the first division, then of the second, and so on.
 *
 * @param rows the class of each row, spread evenly as by `stratifiedFolds`; or how many rows there
 * are, for `shuffledFolds`.
 * @throws {OptionError} if a number does not fit, or an option is unknown.
 * @throws {DataError} if there are too few rows, in all or of a class.
 *
 * @example
 * for (const { train, test } of repeatedFolds(data.y, { folds: 5, repeats: 10 })) { … }
 */
export function repeatedFolds(
  rows: number | ArrayLike<number>,
  options: RepeatedFoldsOptions,
): Split[] {
  requireKnownOptions(options, ['folds', 'repeats', 'seed'], 'repeatedFolds')
  const { folds, repeats, seed = 0 } = options
  requireSeed(seed)
  if (!(Number.isSafeInteger(repeats) && repeats >= 1)) {
    throw new OptionError({
      where: 'option repeats',
      problem: 'not a number of repeats',
      expected: 'a whole number from 1',
      received: String(repeats),
    })
  }
  return Array.from({ length: repeats }, (_, repeat) => {
    const own = { folds, seed: seedOf(seed, repeat) }
    return typeof rows === 'number' ? shuffledFolds(rows, own) : stratifiedFolds(rows, own)
  }).flat()
}

/** A seed of its own for each repeat, which no other seed's repeats have in common. */
function seedOf(seed: number, repeat: number): number {
  const [high, low] = randomKey(seed, 'repeatedFolds', repeat)
  return (high >>> 11) * 2 ** 32 + (low >>> 0)
}
