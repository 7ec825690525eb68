/** One round of MurmurHash3_x86_32: mixes a 32-bit word into the state. */
function mix(state: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51)
  k = (k << 15) | (k >>> 17)
  let h = state ^ Math.imul(k, 0x1b873593)
  h = (h << 13) | (h >>> 19)
  return (Math.imul(h, 5) + 0xe6546b64) | 0
}

/** The last step of MurmurHash3_x86_32, after `bytes` bytes of input. */
function finish(state: number, bytes: number): number {
  let h = state ^ bytes
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/**
 * MurmurHash3_x86_32 (Austin Appleby, public domain) of little-endian 32-bit words, as int32. It
 * needs nothing but 32-bit integer arithmetic, so every executor can compute it to the bit.
 */
export const murmur3 = (seed: number, words: readonly number[]): number =>
  murmur3After(seed, words)([])

/** {@link murmur3} of words that begin with the same ones, which are mixed only once. */
export function murmur3After(
  seed: number,
  first: readonly number[],
): (more: readonly number[]) => number {
  const state = first.reduce(mix, seed | 0)
  return (more) => {
    let all = state
    for (const word of more) all = mix(all, word)
    return finish(all, 4 * (first.length + more.length))
  }
}

/** The bits that `randomBits` defines: element i is the hash of (key[1], stream, i) with seed key[0]. */
export function randomBitsOf(key: ArrayLike<number>, stream: number): (element: number) => number {
  const prefix = mix(mix(key[0]! | 0, key[1]!), stream)
  return (element) => finish(mix(prefix, element), 12)
}

/** Fills `output` with {@link randomBitsOf}. */
export function fillRandomBits(output: Int32Array, key: ArrayLike<number>, stream: number): void {
  const bitsOf = randomBitsOf(key, stream)
  for (let i = 0; i < output.length; i++) output[i] = bitsOf(i)
}
