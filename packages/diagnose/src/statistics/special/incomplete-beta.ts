import { continuedFraction } from './continued-fraction.js'
import { binomialMass } from './point-mass.js'

/**
 * I_x(a, b), the regularised incomplete beta function for a, b > 0 and 0 ≤ x ≤ 1: the continued
 * fraction of DiDonato and Morris (ACM TOMS 708, 1992), on the side of the mean where it converges
 * fast.
 *
 * @param rest 1 − x, where it is known better than by that difference.
 */
export function incompleteBeta(a: number, b: number, x: number, rest = 1 - x): number {
  if (x <= 0) return 0
  if (rest <= 0) return 1
  return a * rest >= b * x ? lower(a, b, x, rest) : 1 - lower(b, a, rest, x)
}

function lower(a: number, b: number, x: number, rest: number): number {
  // xᵃ (1 − x)ᵇ / B(a, b)
  const mass = (binomialMass(a, a + b, x, rest) * a * b) / (a + b)
  // a − (a + b) x, without its cancellation.
  const gap = a * rest - b * x
  const fraction = continuedFraction(
    (a * (gap + 1)) / (a + 1),
    (n) => ((a + n - 1) * (a + b + n - 1) * n * (b - n) * x * x) / (a + 2 * n - 1) ** 2,
    (n) =>
      n +
      (n * (b - n) * x) / (a + 2 * n - 1) +
      ((a + n) * (gap + 1 + n * (1 + rest))) / (a + 2 * n + 1),
  )
  return mass / fraction
}
