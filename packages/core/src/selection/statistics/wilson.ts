import { inverseNormal } from '../../random/normal.js'

/** A share of successes with its interval. */
export interface Proportion {
  readonly successes: number
  readonly trials: number
  readonly low: number
  readonly high: number
}

/**
 * The share of successes in independent trials lies in Wilson's score interval (1927), which holds
 * near 0 and 1 as well. Of no trials it is all from 0 to 1.
 */
export function wilson(successes: number, trials: number, confidence = 0.95): Proportion {
  if (trials === 0) return { successes, trials, low: 0, high: 1 }
  const share = successes / trials
  const point = inverseNormal((1 + confidence) / 2)
  const square = point ** 2
  const center = (share + square / (2 * trials)) / (1 + square / trials)
  const spread = (share * (1 - share)) / trials + square / (4 * trials ** 2)
  const margin = (point * Math.sqrt(spread)) / (1 + square / trials)
  const low = successes === 0 ? 0 : center - margin
  const high = successes === trials ? 1 : center + margin
  return { successes, trials, low, high }
}
