import { continuedFraction } from './continued-fraction.js'
import { poissonMass } from './point-mass.js'

/**
 * Q(a, x) = Γ(a, x) / Γ(a), the regularised upper incomplete gamma function for a > 0, x ≥ 0: the
 * series of Abramowitz and Stegun (1964), 6.5.29, below a + 1, and the fraction 6.5.31 above.
 */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1
  if (x === Number.POSITIVE_INFINITY) return 0
  const mass = poissonMass(a, x)
  if (x < a + 1) return 1 - mass * series(a, x)
  const fraction = continuedFraction(
    x + 1 - a,
    (i) => -i * (i - a),
    (i) => x + 2 * i + 1 - a,
  )
  return (mass * a) / fraction
}

/** 1 + x / (a + 1) + x² / ((a + 1)(a + 2)) + … */
function series(a: number, x: number): number {
  let [sum, term] = [1, 1]
  for (let i = 1; term > sum * 1e-17; i++) {
    term *= x / (a + i)
    sum += term
  }
  return sum
}
