import { DataError } from '@parallax-ml/core'
import { checkPairs } from './check.js'

/*
 * Distances between two distributions over the same categories, given as counts or shares. Natural
 * logarithms. All throw a DataError where there are no counts, or they are negative or all 0.
 */

/** Counts as shares that sum to 1. */
function shares(where: string, counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total > 0 && counts.every((count) => count >= 0)) return counts.map((count) => count / total)
  throw new DataError({ where, problem: 'not counts', expected: 'numbers ≥ 0, not all 0' })
}

function both(p: readonly number[], q: readonly number[]): [number[], number[]] {
  checkPairs(['p', 'q'], p, q)
  return [shares('p', p), shares('q', q)]
}

const divergence = (p: readonly number[], q: readonly number[]): number =>
  p.reduce((sum, each, i) => sum + (each === 0 ? 0 : each * Math.log(each / q[i]!)), 0)

/** Σ p ln(p / q) (Kullback and Leibler 1951); infinite where q misses what p has. */
export const kullbackLeibler = (p: readonly number[], q: readonly number[]): number =>
  divergence(...both(p, q))

/** √ of the mean divergence of p and q from their middle (Lin 1991): 0 to √ln 2, a metric. */
export function jensenShannonDistance(p: readonly number[], q: readonly number[]): number {
  const [a, b] = both(p, q)
  const middle = a.map((share, i) => (share + b[i]!) / 2)
  return Math.sqrt(Math.max(0, (divergence(a, middle) + divergence(b, middle)) / 2))
}

/** ½ Σ |p − q|: the largest difference in the probability of any event, 0 to 1. */
export function totalVariation(p: readonly number[], q: readonly number[]): number {
  const [a, b] = both(p, q)
  return a.reduce((sum, share, i) => sum + Math.abs(share - b[i]!), 0) / 2
}
