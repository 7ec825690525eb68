import { meanOfRepeats } from '../repeats.js'
import { stabilityOf } from './stability.js'
import type { Ridge } from './weighted-ridge.js'

/** The linear models of several repeats around one row as one: their means. */
export interface LocalFit extends Ridge {
  /** Standard errors of the coefficients. */
  readonly errors: Float64Array
  /** See {@link stabilityOf}. */
  readonly stability: number
}

/** Puts the fits of one row together. */
export function combined(fits: readonly Ridge[], players: number): LocalFit {
  const slopes = fits.map(({ coefficients }) => coefficients)
  const { means: coefficients, standardErrors: errors } = meanOfRepeats(slopes)
  const meanOf = (part: 'intercepts' | 'first' | 'r2') =>
    meanOfRepeats(fits.map((fit) => fit[part])).means
  return {
    coefficients,
    errors,
    intercepts: meanOf('intercepts'),
    first: meanOf('first'),
    r2: meanOf('r2'),
    stability: stabilityOf(slopes, players),
  }
}
