import { OptionError } from '@parallax-ml/core'
import { checkCount, checkShare, checkSize } from './check.js'
import { normalCdf, studentMargin } from './distributions.js'
import { logGamma } from './special/log-gamma.js'

/** What is known or assumed of two samples before they are tested for equivalence. */
export interface EquivalencePlan {
  /** As for `equivalenceTest`. */
  readonly margin: number
  /** Standard deviation of both samples, or of each. */
  readonly standardDeviation: number | readonly [number, number]
  /** By which the true means differ. Default 0. */
  readonly difference?: number
  /** As for `equivalenceTest`. Default 0.05. */
  readonly alpha?: number
}

/**
 * How often `equivalenceTest` of two samples of `size` normal values each shows that they are
 * equivalent: Owen's integral (1965) over the spread that is estimated, as Phillips, "Power of the two
 * one-sided tests procedure" (1990), for equal standard deviations and their degrees of freedom; with
 * Welch's degrees of freedom otherwise. Welch's test estimates these as well; beside the exact power
 * of it, this is off by at most 0.01 from ten values on.
 *
 * @throws {OptionError} unless the size is a whole number from 2, the margin above 0, the standard
 *   deviation at least 0, the difference finite, and alpha between 0 and 0.5.
 */
export function equivalencePower(size: number, plan: EquivalencePlan): number {
  checkCount('size', size, 2)
  const { margin, variances, difference, alpha } = checkedPlan(plan)
  const [u, v] = variances.map((variance) => variance / size) as [number, number]
  if (u + v === 0) return Math.abs(difference) < margin ? 1 : 0
  const freedom = ((u + v) ** 2 / (u ** 2 + v ** 2)) * (size - 1)
  const quantile = studentMargin(freedom, 1 - 2 * alpha)
  const standardError = Math.sqrt(u + v)
  const [low, high] = [-margin - difference, margin - difference].map((end) => end / standardError)
  // Of estimated over true spread, wherever it lies to 1e-15, and beyond which nothing is shown.
  const reach = 10 / Math.sqrt(2 * freedom)
  const most = Math.min(1 + reach, margin / standardError / quantile)
  const density = spreadDensity(freedom)
  return integral(Math.max(0, 1 - reach), most, (spread) => {
    const inside = normalCdf(high! - quantile * spread) - normalCdf(low! + quantile * spread)
    return density(spread) * inside
  })
}

/**
 * How many values each sample needs for `equivalenceTest` to show, with probability `power`, that two
 * means are equivalent, by {@link equivalencePower}; at least 2.
 *
 * @throws {OptionError} as {@link equivalencePower}; unless power lies between 0 and 1; or if the
 *   difference is not below the margin, as no sample then shows what is not so.
 *
 * @example
 * // Accuracies from one seed to the next vary by 0.8 points: how many seeds for a margin of one?
 * equivalenceSampleSize({ margin: 0.01, standardDeviation: 0.008 }) // 15
 */
export function equivalenceSampleSize(plan: EquivalencePlan & { readonly power?: number }): number {
  const { power = 0.9, ...rest } = plan
  checkShare('power', power)
  const { margin, difference } = checkedPlan(rest)
  if (Math.abs(difference) >= margin) {
    throw new OptionError({
      where: 'option difference',
      problem: 'means that differ by the margin are not equivalent, however large the samples',
      expected: `less than the margin, ${margin}`,
      received: String(difference),
    })
  }
  const suffices = (size: number): boolean => equivalencePower(size, rest) >= power
  let [few, enough] = [1, 2]
  while (!suffices(enough)) [few, enough] = [enough, 2 * enough]
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2)
    if (suffices(middle)) enough = middle
    else few = middle
  }
  return enough
}

function checkedPlan({ margin, standardDeviation, difference = 0, alpha = 0.05 }: EquivalencePlan) {
  checkSize('margin', margin)
  checkShare('alpha', alpha, 0.5)
  const deviations =
    typeof standardDeviation === 'number'
      ? [standardDeviation, standardDeviation]
      : standardDeviation
  for (const each of deviations) checkSize('standardDeviation', each, { orZero: true })
  checkSize('difference', Math.abs(difference), { orZero: true })
  return { margin, difference, alpha, variances: deviations.map((each) => each ** 2) }
}

/** Of an estimated standard deviation over the true one: √(χ² / freedom). */
function spreadDensity(freedom: number): (spread: number) => number {
  const half = freedom / 2
  const constant = Math.LN2 + half * Math.log(half) - logGamma(half)
  return (spread) =>
    spread === 0 && freedom > 1
      ? 0
      : Math.exp(constant + (freedom - 1) * Math.log(spread || 1) - half * spread ** 2)
}

const steps = 1000

/** Simpson's rule. */
function integral(low: number, high: number, of: (x: number) => number): number {
  if (high <= low) return 0
  const width = (high - low) / steps
  let sum = of(low) + of(high)
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * of(low + i * width)
  return (sum * width) / 3
}
