import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'

/** (x − mean) / √(variance + epsilon) with the moments over some axes; biased variance. */
export function standardize(
  b: GraphBuilder,
  x: GraphNode,
  axes: readonly number[],
  epsilon: number,
): GraphNode {
  const difference = b.sub(x, b.mean(x, axes))
  const variance = b.mean(b.mul(difference, difference), axes)
  return b.mul(difference, b.rsqrt(b.add(variance, epsilon)))
}

/**
 * x divided by its Euclidean norm over some axes, or by `least` where that is larger; 0 of zeros,
 * where its gradient is 0 as well.
 */
export function unitLength(
  b: GraphBuilder,
  x: GraphNode,
  axes: readonly number[],
  least: number,
): GraphNode {
  const squares = b.sum(b.mul(x, x), axes)
  const isZero = b.equal(squares, 0)
  const inverse = b.minimum(b.rsqrt(b.select(isZero, 1, squares)), 1 / least)
  return b.mul(x, b.select(isZero, 0, inverse))
}
