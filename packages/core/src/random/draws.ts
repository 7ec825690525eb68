import { OptionError } from '../errors/parallax-error.js'
import { show } from '../errors/show.js'
import { fillRandomBits, murmur3After, randomBitsOf } from './murmur.js'
import { inverseNormal } from './normal.js'

/** Two 32-bit words that a sequence of draws is a pure function of. */
export type RandomKey = readonly [number, number]

/**
 * The key of one use of randomness. Every draw in Parallax is a pure function of a seed, a purpose
 * and counters (epoch, step, layer …), so no generator has state and nothing depends on order.
 */
export const randomKey = (seed: number, purpose: string, ...counters: number[]): RandomKey =>
  randomKeys(seed, purpose)(...counters)

/** {@link randomKey} for a seed and a purpose, where many counters follow. */
export function randomKeys(seed: number, purpose: string): (...counters: number[]) => RandomKey {
  const letters = Array.from(purpose, (letter) => letter.charCodeAt(0))
  const words = [seed | 0, Math.floor(seed / 2 ** 32) | 0, letters.length, ...letters]
  const first = murmur3After(0x70617261, words)
  const second = murmur3After(0x6c6c6178, words)
  return (...counters) => [first(counters), second(counters)]
}

/**
 * Checks a seed.
 * @throws {OptionError} unless it is a whole number from 0 to 2^53 − 1.
 */
export function checkSeed(seed: number): number {
  if (Number.isSafeInteger(seed) && seed >= 0) return seed
  throw new OptionError({
    where: 'option seed',
    problem: 'not a seed',
    expected: 'a whole number from 0 to 2^53 − 1',
    received: show(seed),
  })
}

/** Numbers in [0, 1), the top 24 bits of each draw over 2^24: exact in float32. */
export function uniforms(key: RandomKey, count: number): Float64Array {
  const bits = new Int32Array(count)
  fillRandomBits(bits, key, 0)
  return Float64Array.from(bits, (word) => (word >>> 8) / 2 ** 24)
}

/** Standard normal numbers cut off at two standard deviations, as in Keras's initialisers. */
export function truncatedNormals(key: RandomKey, count: number): Float64Array {
  const outside = 0.022750131948179195 // of the normal distribution, below −2
  return uniforms(key, count).map((u) =>
    inverseNormal(outside + (u + 2 ** -25) * (1 - 2 * outside)),
  )
}

/** Standard normal numbers, within ±5.4 as 24 bits allow. */
export function normals(key: RandomKey, count: number): Float64Array {
  return uniforms(key, count).map((u) => inverseNormal(u + 2 ** -25))
}

/** The whole numbers below `count` in random order (Fisher and Yates). */
export function permutation(key: RandomKey, count: number): Int32Array {
  const order = new Int32Array(count)
  for (let i = 0; i < count; i++) order[i] = i
  const bitsOf = randomBitsOf(key, 0)
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(((bitsOf(i) >>> 0) / 2 ** 32) * (i + 1))
    const other = order[j]!
    order[j] = order[i]!
    order[i] = other
  }
  return order
}
