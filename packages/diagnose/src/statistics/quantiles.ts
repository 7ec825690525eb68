import { OptionError } from '@parallax-ml/core'
import { checkNumbers } from './check.js'

/**
 * Quantiles by straight lines between the sorted values: type 7 of Hyndman and Fan (1996), the
 * default of NumPy and R.
 *
 * @param shares each from 0, the smallest value, to 1, the largest.
 * @throws {DataError} without values, or if one is not finite.
 * @throws {OptionError} if a share lies outside [0, 1].
 */
export function quantiles(values: readonly number[], shares: readonly number[]): number[] {
  checkNumbers('values', values)
  const sorted = values.toSorted((a, b) => a - b)
  return shares.map((share) => {
    if (!(share >= 0 && share <= 1)) {
      throw new OptionError({
        where: 'quantile',
        problem: 'not a share',
        expected: 'a number from 0 to 1',
        received: String(share),
      })
    }
    const place = share * (sorted.length - 1)
    const below = sorted[Math.floor(place)]!
    return below + (sorted[Math.ceil(place)]! - below) * (place % 1)
  })
}

/** One of {@link quantiles}. */
export const quantile = (values: readonly number[], share: number): number =>
  quantiles(values, [share])[0]!
