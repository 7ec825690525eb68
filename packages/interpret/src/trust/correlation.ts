import { DataError } from '@parallax-ml/core'
import { ranksOf } from './ranks.js'

type Numbers = ArrayLike<number>

/**
 * Spearman's rank correlation, −1 to 1; equal values share the mean of their ranks. Undefined where all
 * values of one side are equal: then there is no order.
 * @throws {DataError} unless both have the same number of values, at least 2.
 */
export function spearman(a: Numbers, b: Numbers): number | undefined {
  requireSameLength(a, b, 'spearman')
  const middle = (a.length + 1) / 2
  const centred = (values: Numbers): number[] => ranksOf(values).map((rank) => rank - middle)
  return cosineSimilarity(centred(a), centred(b))
}

/**
 * Kendall's τ-b, −1 to 1: pairs in the same order less pairs in the opposite order, over the geometric
 * mean of the pairs that are not tied on either side. Undefined where all values of one side are equal.
 * @throws {DataError} unless both have the same number of values, at least 2.
 */
export function kendallTau(a: Numbers, b: Numbers): number | undefined {
  requireSameLength(a, b, 'kendallTau')
  let [difference, untiedA, untiedB] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const [x, y] = [Math.sign(a[i]! - a[j]!), Math.sign(b[i]! - b[j]!)]
      difference += x * y
      untiedA += Math.abs(x)
      untiedB += Math.abs(y)
    }
  }
  return untiedA === 0 || untiedB === 0 ? undefined : difference / Math.sqrt(untiedA * untiedB)
}

/** The cosine of the angle between two vectors; undefined where one is zero. */
export function cosineSimilarity(a: Numbers, b: Numbers): number | undefined {
  const product = (x: Numbers, y: Numbers): number => {
    let sum = 0
    for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!
    return sum
  }
  const lengths = Math.sqrt(product(a, a)) * Math.sqrt(product(b, b))
  return lengths === 0 ? undefined : Math.min(1, Math.max(-1, product(a, b) / lengths))
}

function requireSameLength(a: Numbers, b: Numbers, where: string): void {
  if (a.length === b.length && a.length > 1) return
  throw new DataError({
    where,
    problem: 'there is nothing to compare',
    expected: 'twice the same number of values, at least 2',
    received: `${a.length} and ${b.length}`,
  })
}
