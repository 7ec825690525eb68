import { DataError } from '@parallax-ml/core'
import { checkPairs } from './check.js'

/** error = floor + scale · n^−exponent. */
export interface PowerLaw {
  /** What no number of rows removes; at least 0. */
  readonly floor: number
  /** At least 0. */
  readonly scale: number
  readonly exponent: number
  /** Root of the mean squared distance from the errors. */
  readonly residual: number
}

const exponents = { low: 0.01, high: 4 }
const gridSteps = 32
const golden = (Math.sqrt(5) - 1) / 2

/** The error that a law gives for `n` rows. */
export const powerLawAt = ({ floor, scale, exponent }: PowerLaw, n: number): number =>
  floor + scale * n ** -exponent

/**
 * The learning curve error = a + b n^−c nearest to errors measured at several numbers of rows, by
 * least squares with a, b ≥ 0 and c from 0.01 to 4 (Hestness et al., "Deep learning scaling is
 * predictable, empirically", 2017, found 0.07 to 0.35). For every c, a and b follow in closed form.
 *
 * @throws {DataError} with fewer than three different sizes, sizes below 1, or errors that are not
 *   finite or below 0.
 */
export function fitPowerLaw(sizes: readonly number[], errors: readonly number[]): PowerLaw {
  checkPairs(['sizes', 'errors'], sizes, errors, 3)
  if (new Set(sizes).size < 3 || sizes.some((n) => n < 1) || errors.some((error) => error < 0)) {
    throw new DataError({
      where: 'sizes and errors',
      problem: 'not a learning curve',
      expected: 'three different sizes at least, each ≥ 1, and errors ≥ 0',
    })
  }
  const lawOf = (logExponent: number): PowerLaw => lawWith(Math.exp(logExponent), sizes, errors)
  const residualOf = (logExponent: number): number => lawOf(logExponent).residual
  const low = Math.log(exponents.low)
  const step = (Math.log(exponents.high) - low) / gridSteps
  const residuals = Array.from({ length: gridSteps + 1 }, (_, i) => residualOf(low + i * step))
  const best = residuals.indexOf(Math.min(...residuals))
  const from = low + Math.max(0, best - 1) * step
  const to = low + Math.min(gridSteps, best + 1) * step
  return lawOf(goldenSection(residualOf, from, to))
}

/** Least squares with the exponent given. */
function lawWith(exponent: number, sizes: readonly number[], errors: readonly number[]): PowerLaw {
  const count = sizes.length
  const powers = sizes.map((n) => n ** -exponent)
  let [x, y, xx, xy] = [0, 0, 0, 0]
  for (let i = 0; i < count; i++) {
    x += powers[i]! / count
    y += errors[i]! / count
  }
  for (let i = 0; i < count; i++) {
    xx += (powers[i]! - x) ** 2
    xy += (powers[i]! - x) * (errors[i]! - y)
  }
  let [scale, floor] = xy > 0 ? [xy / xx, y - (xy / xx) * x] : [0, y]
  // A line through the origin: Σ p e / Σ p², from the centred sums.
  if (floor < 0) [scale, floor] = [(xy + count * x * y) / (xx + count * x * x), 0]
  let squares = 0
  for (let i = 0; i < count; i++) squares += (errors[i]! - floor - scale * powers[i]!) ** 2
  return { floor, scale, exponent, residual: Math.sqrt(squares / count) }
}

/** The place of the least value between two places, where there is one valley. */
function goldenSection(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high]
  let [left, right] = [b - golden * (b - a), a + golden * (b - a)]
  let [atLeft, atRight] = [f(left), f(right)]
  while (b - a > 1e-9) {
    if (atLeft <= atRight) {
      ;[b, right, atRight] = [right, left, atLeft]
      left = b - golden * (b - a)
      atLeft = f(left)
    } else {
      ;[a, left, atLeft] = [left, right, atRight]
      right = a + golden * (b - a)
      atRight = f(right)
    }
  }
  return (a + b) / 2
}
