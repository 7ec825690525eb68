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
  const [low, high] = [Math.log(exponents.low), Math.log(exponents.high)]
  const steps = 48
  const grid = Array.from({ length: steps + 1 }, (_, i) => low + ((high - low) * i) / steps)
  const best = grid.reduce((a, b) => (lawOf(b).residual < lawOf(a).residual ? b : a))
  const step = (high - low) / steps
  return lawOf(
    goldenSection(
      (x) => lawOf(x).residual,
      Math.max(low, best - step),
      Math.min(high, best + step),
    ),
  )
}

/** Least squares with the exponent given. */
function lawWith(exponent: number, sizes: readonly number[], errors: readonly number[]): PowerLaw {
  const powers = sizes.map((n) => n ** -exponent)
  const meanOf = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  const [x, y] = [meanOf(powers), meanOf(errors)]
  const product = (of: (i: number) => number): number => meanOf(powers.map((_, i) => of(i)))
  const slope =
    product((i) => (powers[i]! - x) * (errors[i]! - y)) / product((i) => (powers[i]! - x) ** 2)
  const free = { scale: slope, floor: y - slope * x }
  const throughZero = {
    scale: product((i) => powers[i]! * errors[i]!) / product((i) => powers[i]! ** 2),
    floor: 0,
  }
  const { scale, floor } = slope <= 0 ? { scale: 0, floor: y } : free.floor < 0 ? throughZero : free
  const residual = Math.sqrt(product((i) => (errors[i]! - floor - scale * powers[i]!) ** 2))
  return { floor, scale, exponent, residual }
}

function goldenSection(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high]
  while (b - a > 1e-9) {
    const [left, right] = [b - golden * (b - a), a + golden * (b - a)]
    if (f(left) <= f(right)) b = right
    else a = left
  }
  return (a + b) / 2
}
