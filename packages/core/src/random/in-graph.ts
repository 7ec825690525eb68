import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'

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
