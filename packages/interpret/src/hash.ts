import { murmur3 } from '@parallax-ml/core'

/**
 * A name for numbers or text, so that an explanation can say what it was made from: 64 bits of
 * MurmurHash3 as 16 hexadecimal digits. Not for security.
 */
export function hashOf(value: Float64Array | string): string {
  const words =
    typeof value === 'string'
      ? Array.from(value, (letter) => letter.codePointAt(0)!)
      : Array.from(new Int32Array(value.slice().buffer))
  return [0x70617261, 0x6c6c6178].map((seed) => hex(murmur3(seed, words))).join('')
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')
