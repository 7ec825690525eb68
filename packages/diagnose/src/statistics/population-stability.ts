import { checkCount, checkNumbers } from './check.js'
import { quantiles } from './quantiles.js'

/** Options of {@link populationStability}. */
export interface PopulationStabilityOptions {
  /** Number of bins. Default 10. */
  readonly bins?: number
  /** What a smaller share counts as, so that an empty bin is not infinitely far. Default 1e-4. */
  readonly least?: number
}

/**
 * Population stability index: Σ (p − q) ln(p / q) over bins that cut `expected` at its quantiles, p
 * and q the shares of `expected` and `actual` in them. Credit scoring calls 0.1 a shift and 0.25 a
 * large one; with fewer than some 500 rows chance alone gives as much.
 *
 * @throws {DataError} without numbers, or if one is not finite.
 */
export function populationStability(
  expected: readonly number[],
  actual: readonly number[],
  { bins = 10, least = 1e-4 }: PopulationStabilityOptions = {},
): number {
  checkCount('bins', bins, 2)
  checkNumbers('actual', actual)
  const inner = Array.from({ length: bins - 1 }, (_, i) => (i + 1) / bins)
  const edges = quantiles(expected, inner)
  const [p, q] = [expected, actual].map((values) => sharesOf(values, edges))
  return p!.reduce((sum, share, bin) => {
    const [a, b] = [Math.max(least, share), Math.max(least, q![bin]!)]
    return sum + (a - b) * Math.log(a / b)
  }, 0)
}

/** Share of the values below the first edge, from each edge to the next, and from the last on. */
function sharesOf(values: readonly number[], edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0)
  for (const value of values) counts[edges.filter((edge) => edge <= value).length]!++
  return counts.map((count) => count / values.length)
}
