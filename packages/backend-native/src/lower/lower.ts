import { decodeNumbers, type GraphNode, type NodeOf, type Program, sizeOf } from '@parallax-ml/core'
import { lowerConvolution } from './convolution.js'
import { LoweringBuilder } from './lowering-builder.js'
import type { LoweredProgram } from './nodes.js'

/**
 * Rewrites a program into what the planner knows: matrix products and convolutions become
 * contractions, padding becomes an embedding in zeros, sums, means and maxima one kind of reduction.
 * Bound data of the names in `bytes` are held in bytes.
 */
export function lower(program: Program, bytes: ReadonlySet<string>): LoweredProgram {
  const b = new LoweringBuilder(bytes)
  const ids: number[] = []
  for (const node of program.graph.nodes) {
    ids.push(
      lowerNode(
        b,
        node,
        node.inputs.map((id) => ids[id]!),
      ),
    )
  }
  const renumber = (results: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(results).map(([name, id]) => [name, ids[id]!]))
  return {
    nodes: b.nodes,
    outputs: renumber(program.outputs),
    updates: renumber(program.updates),
  }
}

function lowerNode(b: LoweringBuilder, node: GraphNode, inputs: readonly number[]): number {
  const { shape } = node
  switch (node.op) {
    case 'constant':
      if ('value' in node.attributes) return b.keep(node, inputs)
      return b.constants(shape, node.dtype, decodeNumbers(node.attributes.data))
    case 'iota': {
      const inner = sizeOf(shape.slice(node.attributes.axis + 1))
      const length = shape[node.attributes.axis]!
      const values = Int32Array.from(
        { length: sizeOf(shape) },
        (_, i) => Math.floor(i / inner) % length,
      )
      return b.constants(shape, 'int32', values)
    }
    case 'pad': {
      const start = shape.map((_, i) => (i === node.attributes.axis ? node.attributes.before : 0))
      return b.embed(
        inputs[0]!,
        shape,
        start,
        shape.map(() => 1),
      )
    }
    case 'sum':
      return b.reduce(inputs[0]!, 'sum', node.attributes.axes, 1)
    case 'max':
      return b.reduce(inputs[0]!, 'max', node.attributes.axes, 1)
    case 'mean': {
      const count = sizeOf(b.node(inputs[0]!).shape) / sizeOf(shape)
      return b.reduce(inputs[0]!, 'sum', node.attributes.axes, count)
    }
    case 'matmul':
      return lowerMatmul(b, node, inputs)
    case 'conv2d':
    case 'convInputGradient':
    case 'convFilterGradient':
      return lowerConvolution(b, node, inputs as [number, number])
    default:
      return b.keep(node, inputs)
  }
}

function lowerMatmul(
  b: LoweringBuilder,
  { shape, attributes: { transposeA, transposeB } }: NodeOf<'matmul'>,
  [left, right]: readonly number[],
): number {
  const rank = shape.length
  const [rows, columns] = [rank - 2, rank - 1]
  const inner = b.node(left!).shape[transposeA ? rows : columns]!
  return b.contract([left!, right!], shape, [
    ...shape.slice(0, -2).map((size, axis) => ({
      size,
      out: axis,
      a: { axis, step: 1 },
      b: { axis, step: 1 },
    })),
    { size: shape[rows]!, out: rows, a: { axis: transposeA ? columns : rows, step: 1 } },
    { size: shape[columns]!, out: columns, b: { axis: transposeB ? rows : columns, step: 1 } },
    {
      size: inner,
      a: { axis: transposeA ? rows : columns, step: 1 },
      b: { axis: transposeB ? columns : rows, step: 1 },
    },
  ])
}
