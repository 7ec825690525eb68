import type { GraphNode } from '@parallax-ml/core'
import type { OperationContext } from '../operand.js'
import type { ImportRules } from './rule.js'

/** As NumPy's: vectors become matrices, axes in front of the last two grow. */
function matmul(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const [x, y] = [c.float(0), c.float(1)]
  const left = x.shape.length === 1 ? b.reshape(x, [1, ...x.shape]) : x
  const right = y.shape.length === 1 ? b.reshape(y, [...y.shape, 1]) : y
  const rank = Math.max(left.shape.length, right.shape.length)
  const batchOf = ({ shape }: GraphNode): number[] =>
    [...new Array<number>(rank - shape.length).fill(1), ...shape].slice(0, -2)
  const batch = batchOf(left).map((size, axis) => Math.max(size, batchOf(right)[axis]!))
  const grown = (node: GraphNode): GraphNode => c.grow(node, [...batch, ...node.shape.slice(-2)])
  const product = flatMatmul(c, left, right, batch) ?? b.matmul(grown(left), grown(right))
  const shape = product.shape.filter(
    (_, axis) =>
      !(x.shape.length === 1 && axis === rank - 2) && !(y.shape.length === 1 && axis === rank - 1),
  )
  return [b.reshape(product, shape)]
}

/** Batches of one matrix with the same other are one product. */
function flatMatmul(
  { builder: b }: OperationContext,
  x: GraphNode,
  y: GraphNode,
  batch: readonly number[],
): GraphNode | undefined {
  if (y.shape.length !== 2 || x.shape.length === 2) return undefined
  const inner = x.shape.at(-1)!
  const rows = b.reshape(x, [x.shape.reduce((a, size) => a * size, 1) / inner, inner])
  return b.reshape(b.matmul(rows, y), [...batch, x.shape.at(-2)!, y.shape[1]!])
}

function gemm(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const [transposeA, transposeB] = ['transA', 'transB'].map((name) => c.number(name, 0) === 1)
  const product = b.matmul(c.float(0), c.float(1), {
    transposeA: transposeA!,
    transposeB: transposeB!,
  })
  const scaled = times(c, product, c.number('alpha', 1))
  if (!c.has(2)) return [scaled]
  return [b.add(scaled, c.grow(times(c, c.float(2), c.number('beta', 1)), scaled.shape))]
}

const times = ({ builder: b }: OperationContext, x: GraphNode, factor: number): GraphNode =>
  factor === 1 ? x : b.mul(x, factor)

/** Products of matrices. */
export const productImports: ImportRules = { MatMul: matmul, Gemm: gemm }
