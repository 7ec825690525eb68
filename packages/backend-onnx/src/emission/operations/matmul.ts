import type { NodeOf } from '@parallax-ml/core'
import type { Emission } from '../emission.js'
import type { Made } from '../rule.js'

/** Swaps the last two axes. */
const turned = (rank: number): number[] => [
  ...Array.from({ length: rank - 2 }, (_, axis) => axis),
  rank - 1,
  rank - 2,
]

/** A product of matrices, to which a bias `[1, columns]` may be added at once. */
export function matmul(e: Emission, node: NodeOf<'matmul'>, bias?: string): Made {
  const { shape, inputs, attributes } = node
  const [a, b] = inputs.map((id) => e.full(id)) as [string, string]
  const flags = [attributes.transposeA, attributes.transposeB]
  if (shape.length === 2) {
    const operands = bias === undefined ? [a, b] : [a, b, bias]
    const [transA, transB] = flags.map(Number) as [number, number]
    return { name: e.op('Gemm', operands, { transA, transB }), shape }
  }
  const [left, right] = inputs.map((id, i) =>
    flags[i]
      ? e.transpose({ name: [a, b][i]!, shape: e.nodeOf(id).shape }, turned(shape.length)).name
      : [a, b][i]!,
  )
  return { name: e.op('MatMul', [left!, right!]), shape }
}
