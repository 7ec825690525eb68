import { mean, standardDeviation } from '../statistics/moments.js'

/** Learning rates that a range test suggests; absent where the curve gives none. */
export interface SuggestedRates {
  /** Where the smoothed loss falls fastest, by the logarithm of the rate. */
  readonly steepest?: number
  /** A tenth of the rate at which the smoothed loss is least. */
  readonly tenthOfMinimum?: number
}

/** Suggestions, and what they leave to be desired. */
export interface Suggestions {
  readonly suggestions: SuggestedRates
  readonly caveat?: string
}

/** Steps that a curve must have. */
const fewest = 10

/**
 * Reads a range test. The loss counts as falling if its smoothed minimum comes after the first tenth
 * of the steps, and lies more than two standard errors below the mean of the losses there. The
 * steepest descent is looked for between them: in the first tenth the smoothed loss is a mean of few.
 * Slopes are those of least-squares lines through a tenth of the points, as differences of neighbours
 * follow the noise of single batches.
 *
 * @param isWhole whether the test went on to its last rate.
 */
export function suggestRates(
  rates: readonly number[],
  losses: readonly number[],
  smoothed: readonly number[],
  isWhole: boolean,
): Suggestions {
  if (rates.length < fewest) {
    const problem = `It ended after ${rates.length} rates, too few to suggest one`
    return { suggestions: {}, caveat: `${problem}: start from a lower rate.` }
  }
  const skipped = Math.max(2, Math.floor(rates.length / 10))
  const start = losses.slice(0, skipped)
  const least = Math.min(...smoothed)
  const lowest = smoothed.indexOf(least)
  const noise = (2 * standardDeviation(start)) / Math.sqrt(skipped)
  if (lowest < skipped || least >= mean(start) - noise) {
    const problem = 'The loss did not fall at any rate by more than it varies'
    return {
      suggestions: {},
      caveat: `${problem}: take more steps, larger batches or other rates, or check whether the model can learn the data.`,
    }
  }
  const steepest = steepestDescent(smoothed, skipped, lowest)
  return {
    suggestions: {
      ...(steepest !== undefined && { steepest: rates[steepest]! }),
      tenthOfMinimum: rates[lowest]! / 10,
    },
    ...(isWhole &&
      lowest === rates.length - 1 && {
        caveat: 'The loss still fell at the highest rate: a higher `to` may suggest a higher rate.',
      }),
  }
}

/** The step from `first` to `last` around which the values fall fastest. */
function steepestDescent(
  values: readonly number[],
  first: number,
  last: number,
): number | undefined {
  const reach = Math.max(1, Math.round(values.length / 20))
  let steepest: number | undefined
  let least = 0
  for (let i = first; i <= last; i++) {
    const slope = slopeOf(values.slice(i - reach, i + reach + 1))
    if (slope >= least) continue
    least = slope
    steepest = i
  }
  return steepest
}

/** Slope of the least-squares line through values at equal distances. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const rise = values.reduce((sum, value, i) => sum + (i - middle) * value, 0)
  return rise / values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0)
}
