import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import { centre, tail } from './normal.js'

/** The top 24 bits of random int32 as whole numbers from 0 to 2^24 − 1. */
function top24Bits(b: GraphBuilder, bits: GraphNode): GraphNode {
  const signed = b.div(bits, 2 ** 8)
  return b.select(b.less(signed, 0), b.add(signed, 2 ** 24), signed)
}

/**
 * Whether a uniform number in [0, 1) made of each random int32 is at least `threshold`. Compared
 * as whole numbers, so that it does not depend on the precision of the session.
 */
export const randomAtLeast = (b: GraphBuilder, bits: GraphNode, threshold: number): GraphNode =>
  b.greaterEqual(top24Bits(b, bits), Math.round(threshold * 2 ** 24))

/** Uniform numbers in [0, 1) made of random int32: their top 24 bits over 2^24, exact in float32. */
export const randomUniform = (b: GraphBuilder, bits: GraphNode): GraphNode =>
  b.mul(b.cast(top24Bits(b, bits), 'float'), 2 ** -24)

/**
 * Standard normal numbers made of random int32, within ±5.4: the inverse of the distribution
 * function, as `inverseNormal`, at the middle of each of 2^24 equal parts of [0, 1].
 */
export function randomNormal(b: GraphBuilder, bits: GraphNode): GraphNode {
  // Distances from ½ and from the nearer end are odd multiples of 2^-25: exact in float32.
  const middle = b.cast(b.sub(top24Bits(b, bits), 2 ** 23), 'float')
  const q = b.mul(b.add(middle, 0.5), 2 ** -24)
  const distance = b.abs(q)
  const central = rational(b, centre, b.sub(0.180625, b.mul(q, q)))
  const logarithm = b.log(b.sub(0.5, distance))
  const outer = rational(b, tail, b.sub(b.sqrt(b.neg(logarithm)), 1.6))
  const isCentral = b.lessEqual(distance, 0.425)
  return b.select(isCentral, b.mul(q, central), b.mul(b.sign(q), outer))
}

type Coefficients = readonly number[]

const rational = (
  b: GraphBuilder,
  { above, below }: { readonly above: Coefficients; readonly below: Coefficients },
  x: GraphNode,
): GraphNode => b.div(polynomial(b, above, x), polynomial(b, below, x))

/** Horner's rule, from the coefficient of the highest power. */
const polynomial = (b: GraphBuilder, coefficients: Coefficients, x: GraphNode): GraphNode =>
  coefficients
    .slice(0, -1)
    .reduceRight<GraphNode>(
      (sum, coefficient) => b.add(b.mul(sum, x), coefficient),
      b.constant(coefficients.at(-1)!, x.shape),
    )
