import type { GraphBuilder } from '../graph/builder.js'
import { sizeOf } from '../graph/shape.js'
import type { GraphNode } from '../graph/types.js'

/** The number, but no less than `least` and no more than `most`. */
export const clip = (b: GraphBuilder, x: GraphNode, least: number, most: number): GraphNode =>
  b.minimum(b.maximum(x, least), most)

/** Klambauer and others, 2017: the fixed point of mean 0 and variance 1. */
export const selu = { alpha: 1.6732632423543772, scale: 1.0507009873554805 } as const

/** x · Φ(x), with the normal distribution function exact, or by Hendrycks and Gimpel's tanh. */
export function gelu(b: GraphBuilder, x: GraphNode, approximate: boolean): GraphNode {
  if (!approximate) {
    return b.mul(b.mul(x, 0.5), b.add(b.erf(b.mul(x, Math.SQRT1_2)), 1))
  }
  const cubic = b.add(x, b.mul(b.mul(x, b.mul(x, x)), 0.044715))
  return b.mul(b.mul(x, 0.5), b.add(b.tanh(b.mul(cubic, Math.sqrt(2 / Math.PI))), 1))
}

/**
 * x for x > 0, else alpha (e^(x / width) − 1); where the exponential is not used it is of 0, so
 * that it cannot overflow.
 */
export function elu(b: GraphBuilder, x: GraphNode, alpha: number, width = 1): GraphNode {
  const isPositive = b.greater(x, 0)
  const exponent = b.select(isPositive, 0, width === 1 ? x : b.div(x, width))
  return b.select(isPositive, x, b.mul(b.sub(b.exp(exponent), 1), alpha))
}

/** x for x ≥ 0, else slope · x. */
export const leakyRelu = (b: GraphBuilder, x: GraphNode, slope: GraphNode | number): GraphNode =>
  b.select(b.greaterEqual(x, 0), x, b.mul(x, slope))

/** Options of `relu`. */
export interface ReluOptions {
  readonly negativeSlope: number
  readonly maxValue?: number | undefined
  readonly threshold: number
}

/** x from the threshold up to the largest value; below it, slope · (x − threshold). */
export function relu(b: GraphBuilder, x: GraphNode, options: ReluOptions): GraphNode {
  const { negativeSlope, maxValue, threshold } = options
  const isPlain = threshold === 0 && negativeSlope === 0
  const above = isPlain ? b.relu(x) : b.select(b.greater(x, threshold), x, 0)
  const capped = maxValue === undefined ? above : clip(b, above, 0, maxValue)
  if (negativeSlope === 0) return capped
  return b.sub(capped, b.mul(b.relu(b.sub(threshold, x)), negativeSlope))
}

/** max(0, min(1, x / 6 + ½)) */
export const hardSigmoid = (b: GraphBuilder, x: GraphNode): GraphNode =>
  clip(b, b.add(b.div(x, 6), 0.5), 0, 1)

/** The two halves of the last axis: the first times the sigmoid of the second. */
export function glu(b: GraphBuilder, x: GraphNode): GraphNode {
  const axis = x.shape.length - 1
  const half = x.shape[axis]! / 2
  return b.mul(b.slice(x, axis, 0, half), b.sigmoid(b.slice(x, axis, half, half)))
}

/** 0 up to −1, (x + 1)² / 4 up to 1, then x. */
export function sparsePlus(b: GraphBuilder, x: GraphNode): GraphNode {
  const shifted = b.add(x, 1)
  const curved = b.mul(b.mul(shifted, shifted), 0.25)
  return b.select(b.lessEqual(x, -1), 0, b.select(b.less(x, 1), curved, x))
}

/**
 * Sparsemax over the last axis (Martins and Astudillo, 2016): the point of the probability simplex
 * nearest to x, max(x − τ, 0). Without a sort, the support is found from all pairs: element i is in
 * it if the sum of (xⱼ − xᵢ) over all larger xⱼ is below 1.
 */
export function sparsemax(b: GraphBuilder, x: GraphNode): GraphNode {
  const size = x.shape.at(-1)!
  const count = sizeOf(x.shape) / size
  const rows = b.reshape(x, [count, size])
  const others = b.broadcast(b.reshape(rows, [count, 1, size]), [count, size, size])
  const excess = b.relu(b.sub(others, b.reshape(rows, [count, size, 1])))
  const isIn = b.cast(b.less(b.reshape(b.sum(excess, [2]), [count, size]), 1), 'float')
  const threshold = b.div(b.sub(b.sum(b.mul(isIn, rows), [1]), 1), b.sum(isIn, [1]))
  return b.reshape(b.relu(b.sub(rows, threshold)), x.shape)
}

/** (x + √(x² + width)) / 2; below 0, where that cancels, the same as a quotient. */
export function squareplus(b: GraphBuilder, x: GraphNode, width: number): GraphNode {
  const root = b.sqrt(b.add(b.mul(x, x), width))
  const below = b.div(width / 2, b.add(root, b.abs(x)))
  return b.select(b.greaterEqual(x, 0), b.mul(b.add(x, root), 0.5), below)
}

/** An operation over the last axis, applied over another one. */
export function overAxis(
  b: GraphBuilder,
  x: GraphNode,
  axis: number,
  apply: (x: GraphNode) => GraphNode,
): GraphNode {
  const last = x.shape.length - 1
  const at = axis < 0 ? last + 1 + axis : axis
  if (at === last) return apply(x)
  const swap = x.shape.map((_, i) => (i === at ? last : i === last ? at : i))
  return b.transpose(apply(b.transpose(x, swap)), swap)
}
