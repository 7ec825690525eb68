import { murmur3 } from '@parallax-ml/core'
import type { HostTensor } from './network.js'

/** How many 32-bit words are hashed at once. */
const atOnce = 8192

/**
 * 64 bits as text, to tell weights apart, also by the sign of zeros: two MurmurHash3 of other seeds.
 * The same weights have the same text in every process.
 */
export function digestOf(weights: ReadonlyMap<string, HostTensor>): string {
  let hashes = [1, 2]
  for (const { data } of weights.values()) {
    const words = new Int32Array(Float64Array.from(data).buffer)
    for (let start = 0; start < words.length; start += atOnce) {
      const part = Array.from(words.subarray(start, start + atOnce))
      hashes = hashes.map((hash) => murmur3(hash, part))
    }
  }
  return hashes.map((hash) => (hash >>> 0).toString(16).padStart(8, '0')).join('')
}
