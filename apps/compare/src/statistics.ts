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

/** Arithmetic mean; NaN of nothing. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2
}

/** Mean of independent values with the 95 % interval of Student's t. */
export function estimate(values: readonly number[]): Estimate {
  const center = mean(values)
  const freedom = values.length - 1
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0)
  if (freedom < 1 || values.every((value) => value === values[0])) return { mean: center }
  return {
    mean: center,
    margin: studentPoint(freedom) * Math.sqrt(squares / freedom / values.length),
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

/**
 * The point that Student's t with this many degrees of freedom exceeds in absolute value with
 * probability 0.05: bisection of {@link centralProbability}.
 */
export function studentPoint(freedom: number): number {
  let low = 0
  let high = Math.PI / 2
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (centralProbability(middle, freedom) < confidence) low = middle
    else high = middle
  }
  return Math.sqrt(freedom) * Math.tan(low)
}

/**
 * Probability that |t| < √freedom · tan(angle), by the finite series of Abramowitz and Stegun
 * 26.7.3 and 26.7.4.
 */
function centralProbability(angle: number, freedom: number): number {
  const isOdd = freedom % 2 === 1
  const cosine = Math.cos(angle)
  let term = isOdd ? cosine : 1
  let sum = 0
  for (let power = isOdd ? 1 : 0; power <= freedom - 2; power += 2) {
    sum += term
    term *= ((power + 1) / (power + 2)) * cosine ** 2
  }
  const series = Math.sin(angle) * sum
  return isOdd ? (2 / Math.PI) * (angle + series) : series
}

/** The ends of an estimate's interval; both its mean where there is none. */
export const endsOf = ({
  mean,
  margin = 0,
}: Estimate): { readonly low: number; readonly high: number } => ({
  low: mean - margin,
  high: mean + margin,
})
