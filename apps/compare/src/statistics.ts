import { mean, studentPoint } from '@parallax-ml/core'

/** A mean, and how far from it the ends of its 95 % interval lie. */
export interface Estimate {
  readonly mean: number
  /** Absent where one value, or values that are all equal, say nothing about spread. */
  readonly margin?: number
}

/** A share of successes with its 95 % interval. */
export interface Proportion {
  readonly successes: number
  readonly trials: number
  readonly low: number
  readonly high: number
}

const confidence = 0.95
/** The point that a standard normal number stays below with probability 0.975. */
const normalPoint = 1.959963984540054

/** Mean of independent values with the 95 % interval of Student's t. */
export function estimate(values: readonly number[]): Estimate {
  const center = mean(values)
  const freedom = values.length - 1
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0)
  if (freedom < 1 || values.every((value) => value === values[0])) return { mean: center }
  return {
    mean: center,
    margin: studentPoint(freedom, confidence) * Math.sqrt(squares / freedom / values.length),
  }
}

/** Share of successes with Wilson's score interval (1927), which holds near 0 and 1 as well. */
export function wilson(successes: number, trials: number): Proportion {
  const share = successes / trials
  const square = normalPoint ** 2
  const center = (share + square / (2 * trials)) / (1 + square / trials)
  const spread = (share * (1 - share)) / trials + square / (4 * trials ** 2)
  const margin = (normalPoint * Math.sqrt(spread)) / (1 + square / trials)
  const low = successes === 0 ? 0 : center - margin
  const high = successes === trials ? 1 : center + margin
  return { successes, trials, low, high }
}

/** The ends of an estimate's interval; both its mean where there is none. */
export const endsOf = ({
  mean,
  margin = 0,
}: Estimate): { readonly low: number; readonly high: number } => ({
  low: mean - margin,
  high: mean + margin,
})
