import { DataError, mean } from '@parallax-ml/core'
import { resample } from './bootstrap.js'
import { checkCount, checkNumbers, checkShare } from './check.js'
import { fitPowerLaw, type PowerLaw, powerLawAt } from './power-law.js'
import { quantiles } from './quantiles.js'

/** The errors of several runs with the same number of rows. */
export interface SizeErrors {
  readonly size: number
  /** One per run, at least two. */
  readonly errors: readonly number[]
}

/** Options of {@link forecastError}. */
export interface ForecastOptions {
  /** How often the runs are resampled. Default 500. */
  readonly resamples?: number
  /** Default 0. */
  readonly seed?: number
  /** Of the intervals. Default 0.95. */
  readonly confidence?: number
}

/** A number and the interval it lies in. */
interface Bounded {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** What {@link forecastError} gives. */
export interface Forecast {
  readonly law: PowerLaw
  /** The error at the size asked for. */
  readonly error: Bounded
  /** By how much the error shrinks from the largest size measured to the one asked for. */
  readonly gain: Bounded
  /** What the laws through resampled runs gain, in rising order. */
  readonly gains: readonly number[]
}

/**
 * The error to expect with `rows` rows: a power law through the mean errors, and intervals from laws
 * through resampled runs. Resampled means of k runs vary too little by (k − 1) / k, so they are moved
 * away from the mean as much. The interval holds if the law does; it knows nothing of other laws.
 *
 * @throws {DataError} with fewer than three sizes, or fewer than two runs of one.
 */
export function forecastError(
  curve: readonly SizeErrors[],
  rows: number,
  { resamples = 500, seed = 0, confidence = 0.95 }: ForecastOptions = {},
): Forecast {
  checkShare('confidence', confidence)
  checkCount('resamples', resamples, 2)
  curve.forEach(({ errors }, i) => {
    checkNumbers(`curve[${i}].errors`, errors, 2)
  })
  const sizes = curve.map(({ size }) => size)
  const largest = Math.max(...sizes)
  if (!(rows >= largest)) {
    throw new DataError({
      where: 'rows',
      problem: 'a forecast is for more rows than were measured',
      expected: `at least ${largest}`,
      received: String(rows),
    })
  }
  const means = curve.map(({ errors }) => mean(errors))
  const law = fitPowerLaw(sizes, means)
  const laws = Array.from({ length: resamples }, (_, i) =>
    fitPowerLaw(
      sizes,
      curve.map(({ errors }, k) => {
        const drawn = mean(
          Array.from(resample(errors.length, seed, 'forecast', i, k), (run) => errors[run]!),
        )
        const widened = Math.sqrt(errors.length / (errors.length - 1)) * (drawn - means[k]!)
        return Math.max(0, means[k]! + widened)
      }),
    ),
  )
  const bounded = (of: (law: PowerLaw) => number): Bounded => {
    const tail = (1 - confidence) / 2
    const [low, high] = quantiles(laws.map(of), [tail, 1 - tail])
    return { value: of(law), low: low!, high: high! }
  }
  const gainOf = (each: PowerLaw): number => powerLawAt(each, largest) - powerLawAt(each, rows)
  return {
    law,
    error: bounded((each) => powerLawAt(each, rows)),
    gain: bounded(gainOf),
    gains: laws.map(gainOf).sort((a, b) => a - b),
  }
}
