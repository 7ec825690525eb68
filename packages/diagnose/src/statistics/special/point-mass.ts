import { logGamma } from './log-gamma.js'

/*
 * Point masses without the cancellation of large logarithms: C. Loader, "Fast and accurate
 * computation of binomial probabilities" (2000), as R has them. Counts may be any positive number.
 */

/** ln Γ(n + 1) − ln(√(2πn) (n / e)ⁿ). */
function stirlingError(n: number): number {
  if (n <= 15) return logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - Math.log(2 * Math.PI) / 2
  const s = 1 / (n * n)
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - s / 1188) * s) * s) * s) / n
}

/** x ln(x / mean) + mean − x. */
function deviance(x: number, mean: number): number {
  if (Math.abs(x - mean) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x
  const v = (x - mean) / (x + mean)
  let sum = (x - mean) * v
  let term = 2 * x * v
  for (let i = 3; ; i += 2) {
    term *= v * v
    const next = sum + term / i
    if (next === sum) return sum
    sum = next
  }
}

/** meanᵏ e^−mean / Γ(k + 1), for k ≥ 0 and mean > 0. */
export function poissonMass(k: number, mean: number): number {
  if (k === 0) return Math.exp(-mean)
  return Math.exp(-stirlingError(k) - deviance(k, mean)) / Math.sqrt(2 * Math.PI * k)
}

/** Γ(n + 1) / (Γ(k + 1) Γ(n − k + 1)) · pᵏ qⁿ⁻ᵏ, where q is 1 − p, for 0 ≤ k ≤ n. */
export function binomialMass(k: number, n: number, p: number, q: number): number {
  if (p === 0 || q === 0) return k === (p === 0 ? 0 : n) ? 1 : 0
  if (k === 0) return Math.exp(n * (p < 0.5 ? Math.log1p(-p) : Math.log(q)))
  if (k === n) return Math.exp(n * (q < 0.5 ? Math.log1p(-q) : Math.log(p)))
  const exponent =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    deviance(k, n * p) -
    deviance(n - k, n * q)
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * k * (n - k)))
}
