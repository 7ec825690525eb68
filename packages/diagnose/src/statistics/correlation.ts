import { mean } from '@parallax-ml/core'
import { checkPairs } from './check.js'

/**
 * Pearson's correlation, −1 to 1; undefined where one side does not vary. Rank correlations are in
 * `@parallax-ml/interpret`.
 *
 * @throws {DataError} with fewer than two pairs, different lengths, or if a number is not finite.
 */
export function pearson(a: readonly number[], b: readonly number[]): number | undefined {
  checkPairs(['a', 'b'], a, b, 2)
  const centred = (values: readonly number[]): number[] => {
    const center = mean(values)
    return values.map((value) => value - center)
  }
  const [x, y] = [centred(a), centred(b)]
  const product = (u: number[], v: number[]): number =>
    u.reduce((sum, value, i) => sum + value * v[i]!, 0)
  const lengths = Math.sqrt(product(x, x)) * Math.sqrt(product(y, y))
  return lengths === 0 ? undefined : Math.min(1, Math.max(-1, product(x, y) / lengths))
}
