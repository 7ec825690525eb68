import { OptionError } from '@parallax-ml/core'
import { requireKnownOptions, requireSeed } from '../checks.js'

/** Options of every generator. */
export interface GeneratorOptions {
  /** How many rows. Default 200. */
  readonly rows?: number
  /** Standard deviation of the normal noise; 0 for none. */
  readonly noise?: number
  /** Decides every row. Default 0. */
  readonly seed?: number
}

/**
 * The options with their defaults.
 * @throws {OptionError} if one does not fit, or is unknown.
 */
export function resolveGenerator(
  options: GeneratorOptions,
  usualNoise: number,
  where: string,
): Required<GeneratorOptions> {
  requireKnownOptions(options, ['rows', 'noise', 'seed'], where)
  const { rows = 200, noise = usualNoise, seed = 0 } = options
  requireSeed(seed)
  if (!(Number.isSafeInteger(rows) && rows >= 1)) {
    throw unfit('rows', 'not a number of rows', 'a whole number from 1', rows)
  }
  if (!(Number.isFinite(noise) && noise >= 0)) {
    throw unfit('noise', 'not a standard deviation', 'a finite number from 0', noise)
  }
  return { rows, noise, seed }
}

const unfit = (name: string, problem: string, expected: string, received: unknown): OptionError =>
  new OptionError({ where: `option ${name}`, problem, expected, received: String(received) })
