/** To the nearest whole number, halves to the even one (IEEE 754 roundToIntegralTiesToEven). */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x)
  const rest = x - floor
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0)
  const rounded = up ? floor + 1 : floor
  return rounded === 0 ? 0 * x : rounded // keeps the sign of zero
}

/** IEEE 754 pow, which knows that 1 to any power and −1 to an infinite one are 1. */
export function power(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return 1
  return base ** exponent
}

/**
 * The error function, within 2 ulp: its Maclaurin series below 2.5, where terms stay small, and
 * beyond it the continued fraction of the complement (Abramowitz and Stegun 7.1.6 and 7.1.14).
 */
export function erf(x: number): number {
  const z = Math.abs(x)
  if (!(z < 6)) return Math.sign(x)
  return Math.sign(x) * (z < 2.5 ? erfSeries(z) : 1 - erfcFraction(z))
}

function erfSeries(z: number): number {
  let term = z
  let sum = z
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * z * z) / (2 * n + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum
}

function erfcFraction(z: number): number {
  let tail = z
  for (let k = 60; k > 0; k--) tail = z + k / 2 / tail
  return Math.exp(-z * z) / (Math.sqrt(Math.PI) * tail)
}
