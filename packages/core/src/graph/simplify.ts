import { evaluateElementwise } from '../interpreter/kernels/elementwise.js'
import type { GraphBuilder } from './builder.js'
import { decodeNumber } from './numbers.js'
import { definitionOf } from './operations/index.js'
import { sameShape, withAxis } from './shape.js'
import type { GraphNode, NodeOf } from './types.js'

/**
 * A simpler node with the same value, or undefined. The rules are exact: constants fold in
 * float64, NaN and infinities survive, and only `0 · x` of a provably finite x forgets the sign of
 * a zero. `copy` and the leaves stay as they are.
 */
export function simplify(
  builder: GraphBuilder,
  node: GraphNode,
  inputs: readonly GraphNode[],
): GraphNode | undefined {
  if (node.op === 'copy' || inputs.length === 0) return undefined
  return foldConstants(builder, node, inputs) ?? rewrite(builder, node, inputs)
}

/** The number in every element of a constant, or undefined. */
export function splatOf(node: GraphNode | undefined): number | undefined {
  return node?.op === 'constant' && 'value' in node.attributes
    ? decodeNumber(node.attributes.value)
    : undefined
}

function foldConstants(
  builder: GraphBuilder,
  node: GraphNode,
  inputs: readonly GraphNode[],
): GraphNode | undefined {
  const splats = inputs.map(splatOf)
  if (!splats.every((value) => value !== undefined)) return undefined
  const { family } = definitionOf(node.op)
  if (family === 'view') return builder.constant(splats[0]!, node.shape, node.dtype)
  if (family !== 'elementwise') return undefined
  const types = inputs.map((input) => input.dtype)
  return builder.constant(
    evaluateElementwise(node.op, splats, types, node.dtype),
    node.shape,
    node.dtype,
  )
}

function rewrite(
  builder: GraphBuilder,
  node: GraphNode,
  [a, b, c]: readonly GraphNode[],
): GraphNode | undefined {
  switch (node.op) {
    case 'add':
      return isSplat(a, -0) ? b : isSplat(b, -0) ? a : undefined
    case 'sub':
      if (isSplat(b, 0)) return a
      return a === b && provablyFinite(builder, a!)
        ? builder.constant(0, node.shape, node.dtype)
        : undefined
    case 'mul':
      if (isSplat(b, 1)) return a
      if (isSplat(a, 1)) return b
      if (isZero(a) && provablyFinite(builder, b!)) return a
      return isZero(b) && provablyFinite(builder, a!) ? b : undefined
    case 'div':
      return isSplat(b, 1) ? a : undefined
    case 'neg':
    case 'not':
      return a!.op === node.op ? builder.inputsOf(a!)[0] : undefined
    case 'select': {
      const condition = splatOf(a)
      if (condition !== undefined) return condition === 0 ? c : b
      return b === c ? b : undefined
    }
    case 'cast':
      return a!.dtype === node.dtype ? a : undefined
    case 'sum':
    case 'mean':
    case 'max':
      return rewriteReduction(builder, node, a!)
    case 'reshape':
      if (sameShape(a!.shape, node.shape)) return a
      return a!.op === 'reshape' ? builder.reshape(builder.inputsOf(a!)[0]!, node.shape) : undefined
    case 'broadcast':
      if (sameShape(a!.shape, node.shape)) return a
      return a!.op === 'broadcast'
        ? builder.broadcast(builder.inputsOf(a!)[0]!, node.shape)
        : undefined
    case 'transpose':
      return rewriteTranspose(builder, node, a!)
    case 'slice':
      return rewriteSlice(builder, node, a!)
    case 'reverse':
      if (a!.shape[node.attributes.axis] === 1) return a
      return undefined
    case 'concat':
      return node.inputs.length === 1 ? a : undefined
    case 'pad':
      return node.attributes.before === 0 && node.attributes.after === 0 ? a : undefined
    default:
      return undefined
  }
}

function rewriteReduction(
  builder: GraphBuilder,
  node: NodeOf<'sum'> | NodeOf<'mean'> | NodeOf<'max'>,
  input: GraphNode,
): GraphNode | undefined {
  const axes = node.attributes.axes.filter((axis) => input.shape[axis] !== 1)
  if (axes.length === 0) return input
  return axes.length < node.attributes.axes.length
    ? builder.node(node.op, [input], { axes })
    : undefined
}

function rewriteTranspose(
  builder: GraphBuilder,
  { attributes: { permutation } }: NodeOf<'transpose'>,
  input: GraphNode,
): GraphNode | undefined {
  if (permutation.every((axis, i) => axis === i)) return input
  if (input.op !== 'transpose') return undefined
  const composed = permutation.map((axis) => input.attributes.permutation[axis]!)
  return builder.transpose(builder.inputsOf(input)[0]!, composed)
}

function rewriteSlice(
  builder: GraphBuilder,
  { attributes: { axis, start, size }, shape }: NodeOf<'slice'>,
  input: GraphNode,
): GraphNode | undefined {
  if (sameShape(shape, input.shape)) return input
  if (input.op === 'slice' && input.attributes.axis === axis) {
    return builder.slice(builder.inputsOf(input)[0]!, axis, input.attributes.start + start, size)
  }
  if (input.op === 'broadcast') {
    const source = builder.inputsOf(input)[0]!
    if (source.shape[axis] === 1)
      return builder.broadcast(source, withAxis(input.shape, axis, size))
  }
  return undefined
}

const isSplat = (node: GraphNode | undefined, value: number): boolean =>
  Object.is(splatOf(node), value)

const isZero = (node: GraphNode | undefined): boolean => splatOf(node) === 0

/** Whether no element can be NaN or infinite, as far as the graph alone tells. */
function provablyFinite(builder: GraphBuilder, node: GraphNode): boolean {
  if (node.dtype !== 'float') return true
  const splat = splatOf(node)
  if (splat !== undefined) return Number.isFinite(splat)
  if (node.op === 'oneHot') return true
  const passesOn = node.op === 'cast' || definitionOf(node.op).family === 'view'
  return passesOn && builder.inputsOf(node).every((input) => provablyFinite(builder, input))
}
