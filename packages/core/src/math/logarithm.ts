/**
 * Natural logarithm of a positive, normal, finite number, within 2 ulp. Unlike `Math.log` it is
 * made of operations that IEEE 754 defines to the bit, so that all machines agree.
 */
export function logarithm(x: number): number {
  let exponent = Math.floor(Math.log2(x))
  let mantissa = x / 2 ** exponent
  // Whichever exponent Math.log2 rounded to, the mantissa ends up between √½ and √2.
  while (mantissa > Math.SQRT2) {
    mantissa /= 2
    exponent++
  }
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2
    exponent--
  }
  const s = (mantissa - 1) / (mantissa + 1)
  const square = s * s
  let series = 0
  for (let k = 23; k >= 3; k -= 2) series = (series + 1 / k) * square
  return exponent * Math.LN2 + 2 * s * (1 + series)
}
