import { checkNumbers } from './check.js'
import { kolmogorovUpper } from './kolmogorov.js'
import type { TestResult } from './test-result.js'

/** How the p-value of {@link kolmogorovSmirnov} is found. */
export interface KolmogorovSmirnovOptions {
  /**
   * `exact` counts every order that two samples without ties can have (with ties p is too large,
   * never too small); `asymptotic` takes the distribution for one sample of
   * round(n m / (n + m)) rows. Default: exact while n m ≤ 10⁷.
   */
  readonly method?: 'asymptotic' | 'exact'
}

/**
 * Two-sample Kolmogorov–Smirnov test: the largest distance between the empirical distribution
 * functions, two-sided, as SciPy's `ks_2samp`.
 *
 * @throws {DataError} without numbers, or if one is not finite.
 */
export function kolmogorovSmirnov(
  a: readonly number[],
  b: readonly number[],
  { method }: KolmogorovSmirnovOptions = {},
): TestResult {
  checkNumbers('a', a)
  checkNumbers('b', b)
  const cells = a.length * b.length
  const gap = largestGap(a, b)
  const effective = Math.round(cells / (a.length + b.length))
  const p =
    (method ?? (cells <= 1e7 ? 'exact' : 'asymptotic')) === 'exact'
      ? shareOutside(a.length, b.length, gap)
      : kolmogorovUpper(gap / cells, effective)
  return { statistic: gap / cells, p }
}

/** The largest distance, in units of 1 / (n m), so that it is a whole number. */
function largestGap(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [a, b].map((values) => values.toSorted((one, other) => one - other))
  let [i, j, largest] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const value = Math.min(x![i]!, y![j]!)
    while (x![i] === value) i++
    while (y![j] === value) j++
    largest = Math.max(largest, Math.abs(i * b.length - j * a.length))
  }
  return largest
}

/**
 * Share of the lattice paths from (0, 0) to (n, m), all equally likely, that reach a distance of
 * `gap` somewhere: J. Hodges, "The significance probability of the Smirnov two-sample test" (1958).
 * Chances of being at (i, j) without having been there, so that nothing overflows, or vanishes that
 * counts; those that arrive outside are added up, so that small shares keep their digits.
 */
function shareOutside(n: number, m: number, gap: number): number {
  const inside = new Float64Array(m + 1)
  let outside = 0
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      const before = j === 0 ? 0 : inside[j - 1]! * (m - j + 1)
      const here = i + j === 0 ? 1 : (inside[j]! * (n - i + 1) + before) / (n + m - i - j + 1)
      const isOutside = Math.abs(i * m - j * n) >= gap
      if (isOutside) outside += here
      inside[j] = isOutside ? 0 : here
    }
  }
  return Math.min(1, outside)
}
