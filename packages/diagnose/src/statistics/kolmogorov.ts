import { logGamma } from './special/log-gamma.js'

/** Up to it the distribution is exact; above, the limit for many rows is right to 1e-5. */
const largestDistance = 50

/**
 * P(D ≥ d) for Kolmogorov's distance D between the distribution function that `rows` independent
 * rows come from and their own.
 */
export function kolmogorovUpper(d: number, rows: number): number {
  if (d <= 0) return 1
  if (d >= 1) return 0
  const p = rows * d <= largestDistance ? exactUpper(d, rows) : limitUpper(d, rows)
  return Math.min(1, Math.max(0, p))
}

/**
 * G. Marsaglia, W. Tsang and J. Wang, "Evaluating Kolmogorov's distribution" (2003): the middle of
 * n! / nⁿ · Hⁿ for a matrix H of 2 k − 1 rows, k the next whole number above n d.
 */
function exactUpper(d: number, n: number): number {
  const k = Math.floor(n * d) + 1
  const size = 2 * k - 1
  const matrix = durbinMatrix(size, k - n * d)
  const scale = Math.exp(logGamma(n + 1) / n - Math.log(n))
  let row = new Float64Array(size)
  row[k - 1] = 1
  for (let step = 0; step < n; step++) {
    const next = new Float64Array(size)
    for (let i = 0; i < size; i++) {
      const factor = row[i]! * scale
      for (let j = 0; j < size; j++) next[j]! += factor * matrix[i * size + j]!
    }
    row = next
  }
  return 1 - row[k - 1]!
}

/** Row-major. */
function durbinMatrix(size: number, h: number): Float64Array {
  const matrix = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= Math.min(size - 1, i + 1); j++) {
      const isCorner = i === size - 1 && j === 0
      const left = j === 0 ? h ** (i + 1) : 0
      const below = i === size - 1 ? h ** (size - j) : 0
      const corner = isCorner ? Math.max(0, 2 * h - 1) ** size : 0
      matrix[i * size + j] = (1 - left - below + corner) / Math.exp(logGamma(i - j + 2))
    }
  }
  return matrix
}

/**
 * 2 Σ (−1)^(k − 1) exp(−2 k² z²) (Kolmogorov 1933), at a z that is corrected for the number of
 * rows: J. Vrbik, "Small-sample corrections to Kolmogorov–Smirnov test statistic" (2018).
 */
function limitUpper(d: number, n: number): number {
  const root = Math.sqrt(n)
  const z = root * d + 1 / (6 * root) + (root * d - 1) / (4 * n)
  if (z < 0.2) return 1
  let sum = 0
  for (let k = 20; k >= 1; k--) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * z * z)
  return sum
}
