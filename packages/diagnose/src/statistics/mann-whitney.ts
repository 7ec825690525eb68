import { checkNumbers } from './check.js'
import { normalTwoSided } from './distributions.js'
import { rank } from './ranks.js'
import type { TestResult } from './test-result.js'

/** Up to so many values in the smaller sample, p is exact where there are no ties. */
const exactUpTo = 8

/**
 * Mann and Whitney's test (1947), two-sided, of whether values of one sample tend to be larger than
 * those of the other. The statistic is U of `a`: the pairs in which it has the larger value, ties
 * counting half. p is exact if a sample has at most 8 values and none is tied, else from the normal
 * distribution with corrections for ties and continuity, as in SciPy.
 *
 * @throws {DataError} without numbers, or if one is not finite.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): TestResult {
  checkNumbers('a', a)
  checkNumbers('b', b)
  const [n, m] = [a.length, b.length]
  const { ranks, tieTerm } = rank([...a, ...b])
  const u = ranks.slice(0, n).reduce((sum, each) => sum + each, 0) - (n * (n + 1)) / 2
  const larger = Math.max(u, n * m - u)
  if (tieTerm === 0 && Math.min(n, m) <= exactUpTo) {
    return { statistic: u, p: Math.min(1, 2 * exactUpper(n, m, larger)) }
  }
  const total = n + m
  const variance = ((n * m) / 12) * (total + 1 - tieTerm / (total * (total - 1)))
  if (variance === 0) return { statistic: u, p: 1 }
  const z = Math.max(0, larger - (n * m) / 2 - 0.5) / Math.sqrt(variance)
  return { statistic: u, p: normalTwoSided(z) }
}

/**
 * P(U ≥ u) where every order of n + m values is equally likely. The ways to give U its values are
 * the coefficients of the product of (1 − x^(m + i)) / (1 − xⁱ) over i from 1 to n; they are
 * divided by the number of all ways as they grow.
 */
function exactUpper(n: number, m: number, u: number): number {
  const [few, many] = n < m ? [n, m] : [m, n]
  const ways = new Float64Array(few * many + 1)
  ways[0] = 1
  for (let i = 1; i <= few; i++) {
    for (let k = ways.length - 1; k >= many + i; k--) ways[k]! -= ways[k - many - i]!
    for (let k = i; k < ways.length; k++) ways[k]! += ways[k - i]!
  }
  const total = ways.reduce((sum, each) => sum + each, 0)
  return ways.subarray(u).reduce((sum, each) => sum + each, 0) / total
}
