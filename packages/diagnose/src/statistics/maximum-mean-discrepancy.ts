import { median, permutation, randomKey } from '@parallax-ml/core'
import { checkCount, checkRows } from './check.js'
import type { TestResult } from './test-result.js'

/** Options of {@link maximumMeanDiscrepancy}. */
export interface MaximumMeanDiscrepancyOptions {
  /** Of the kernel exp(−gamma · distance²). Default: 1 / (2 · median squared distance). */
  readonly gamma?: number
  /** Shuffles that p comes from. Default 200. */
  readonly permutations?: number
  /** Of the shuffles. Default 0. */
  readonly seed?: number
}

/**
 * Whether two samples of rows come from one distribution: the unbiased squared maximum mean
 * discrepancy, and its p-value by shuffling which sample a row belongs to (Gretton et al., "A kernel
 * two-sample test", 2012). Columns should have like scales. Takes (n + m)² numbers of memory.
 *
 * @throws {DataError} with fewer than two rows in a sample, or if they differ in length or hold what
 *   is no finite number.
 */
export function maximumMeanDiscrepancy(
  a: readonly ArrayLike<number>[],
  b: readonly ArrayLike<number>[],
  { gamma, permutations = 200, seed = 0 }: MaximumMeanDiscrepancyOptions = {},
): TestResult {
  checkRows('a', a)
  checkRows('b', b, a[0]!.length)
  checkCount('rows of the smaller sample', Math.min(a.length, b.length), 2)
  checkCount('permutations', permutations)
  const similarity = kernel([...a, ...b], gamma)
  const membership = (order: ArrayLike<number>): Uint8Array => {
    const isInA = new Uint8Array(a.length + b.length)
    for (let i = 0; i < a.length; i++) isInA[order[i]!] = 1
    return isInA
  }
  const inOrder = Array.from({ length: a.length }, (_, i) => i)
  const statistic = unbiased(similarity, membership(inOrder), a.length, b.length)
  let reached = 0
  for (let i = 0; i < permutations; i++) {
    const order = permutation(randomKey(seed, 'discrepancy', i), a.length + b.length)
    // Rounding must not hide that an order gives the same split.
    const shuffled = unbiased(similarity, membership(order), a.length, b.length)
    if (shuffled >= statistic - 1e-12) reached++
  }
  return { statistic, p: (reached + 1) / (permutations + 1) }
}

function kernel(rows: readonly ArrayLike<number>[], gamma?: number): Float64Array {
  const size = rows.length
  const squares = new Float64Array(size * size)
  const pairs: number[] = []
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const square = squaredDistance(rows[i]!, rows[j]!)
      squares[i * size + j] = square
      pairs.push(square)
    }
  }
  const middle = gamma === undefined ? median(pairs) : 0
  const factor = gamma ?? (middle > 0 ? 1 / (2 * middle) : 1)
  return squares.map((square) => Math.exp(-factor * square))
}

/** Reads the part below the diagonal. */
function unbiased(similarity: Float64Array, isInA: Uint8Array, n: number, m: number): number {
  const size = n + m
  // Sums over pairs with none, one and two rows in a.
  const sums = [0, 0, 0]
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) sums[isInA[i]! + isInA[j]!]! += similarity[i * size + j]!
  }
  return (2 * sums[2]!) / (n * (n - 1)) + (2 * sums[0]!) / (m * (m - 1)) - (2 * sums[1]!) / (n * m)
}

function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2
  return sum
}
