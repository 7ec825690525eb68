import { randomKey } from './draws.js'

/**
 * A seed of its own for one part of a whole that has a seed: a fold, a trial. As with every draw it
 * is a pure function of (seed, purpose, counters); 53 bits, so that parts do not meet.
 */
export function derivedSeed(seed: number, purpose: string, ...counters: number[]): number {
  const [high, low] = randomKey(seed, purpose, ...counters)
  return (high >>> 11) * 2 ** 32 + (low >>> 0)
}
