import {
  decodeNumber,
  decodeNumbers,
  type Graph,
  type GraphNode,
  type NodeOf,
  operations,
  type Shape,
  sameShape,
} from '@parallax-ml/core'
import type { Ref, Scope } from '../saved-model/scope.js'
import { elementwiseRules } from './elementwise.js'
import { randomRules } from './random-bits.js'
import { type Rule, type Rules, tensorType } from './rule.js'
import { structureRules } from './structure.js'
import { windowRules } from './windows.js'

const rules: Rules = { ...elementwiseRules, ...structureRules, ...windowRules, ...randomRules }
const leaves = ['input', 'constant', 'iota', 'broadcast']

/** Whether a graph of TensorFlow's can be written for an operation. */
export const isKnown = (op: string): boolean => leaves.includes(op) || op in rules

/**
 * The value of a node. It may be smaller than the node, with axes of size 1 or none at all, as
 * TensorFlow's elementwise operations broadcast.
 */
interface Value {
  readonly ref: Ref
  readonly shape: Shape
}

/** What a graph is written for. */
export interface Setting {
  readonly scope: Scope
  readonly float: 'float' | 'double'
  /** The value of an input. */
  readonly input: (node: NodeOf<'input'>) => Ref
  /** A float of 0 that TensorFlow does not know to be 0. */
  readonly hiddenZero: () => Ref
  /** Rows of an input, where it is held in another type than it has. */
  readonly rowsOf: (table: NodeOf<'input'>, rows: Ref) => Ref | undefined
}

/** Writes a graph's nodes, and gives the values of some of them in full shape. */
export function lowerGraph(
  { nodes }: Graph,
  results: readonly number[],
  { scope, float, input, hiddenZero, rowsOf }: Setting,
): Ref[] {
  const fixed = fixedNodes(nodes)
  const values: Value[] = []
  const expanded = new Map<number, Ref>()
  const inputs = new Map<number, Ref>()

  /** The value of a node, one element for each of its shape. */
  function full(id: number): Ref {
    const node = nodes[id]!
    if (node.op === 'input' && !inputs.has(id)) inputs.set(id, input(node))
    const known = inputs.get(id) ?? expanded.get(id)
    if (known) return known
    const { ref, shape } = values[id]!
    if (sameShape(shape, node.shape)) return ref
    const grown = scope.op('BroadcastTo', [ref, scope.wholes(node.shape)])
    expanded.set(id, grown)
    return grown
  }

  /** The value of a node, perhaps smaller. */
  const small = (id: number): Value =>
    nodes[id]!.op === 'input' ? { ref: full(id), shape: nodes[id]!.shape } : values[id]!

  function valueOfNode(node: GraphNode): Value {
    const known = leafValue(node, scope, tensorType(node.dtype, float))
    if (known) return known
    if (node.op === 'broadcast') return small(node.inputs[0]!)
    if (node.op === 'gather') {
      const table = nodes[node.inputs[0]!]!
      const rows = table.op === 'input' ? rowsOf(table, full(node.inputs[1]!)) : undefined
      if (rows) return { ref: rows, shape: node.shape }
    }
    // TensorFlow would give 0 for 0 · NaN if it knew the zeros, or could work them out.
    if ((node.op === 'mul' || node.op === 'matmul') && node.dtype === 'float') hideZeros(node)
    const rule = rules[node.op] as Rule<typeof node.op>
    const shapes = node.inputs.map((id) => nodes[id]!.shape)
    if (operations[node.op].family === 'elementwise') {
      const read = node.inputs.map(small)
      const operands = read.map(({ ref }) => ref)
      const ref = rule({ scope, node, inputs: operands, shapes, float } as never)
      return { ref, shape: broadcastShape(read.map(({ shape }) => shape)) }
    }
    const ref = rule({ scope, node, inputs: node.inputs.map(full), shapes, float } as never)
    return { ref, shape: node.shape }
  }

  function hideZeros({ inputs: operands }: GraphNode): void {
    for (const id of operands) {
      const isLeaf = nodes[id]!.op === 'constant'
      if (isLeaf ? !isZero(nodes[id]!) : !fixed.has(id)) continue
      const { ref, shape } = values[id]!
      values[id] = isLeaf
        ? { ref: hiddenZero(), shape: [] }
        : { ref: scope.op('AddV2', [ref, hiddenZero()]), shape }
      expanded.delete(id)
    }
  }

  for (const node of nodes) {
    // Inputs are read where they are needed: some only through their rows.
    values.push(node.op === 'input' ? (undefined as never) : valueOfNode(node))
  }
  return results.map(full)
}

const isZero = ({ op, attributes }: GraphNode): boolean =>
  op === 'constant' &&
  ('value' in attributes
    ? decodeNumber(attributes.value) === 0
    : decodeNumbers(attributes.data).every((value) => value === 0))

/** The nodes that depend on no input, which TensorFlow may work out, and find to be 0. */
function fixedNodes(nodes: readonly GraphNode[]): Set<number> {
  const fixed = new Set<number>()
  for (const { id, op, inputs } of nodes) {
    if (op !== 'input' && inputs.every((operand) => fixed.has(operand))) fixed.add(id)
  }
  return fixed
}

function leafValue(
  node: GraphNode,
  scope: Scope,
  type: ReturnType<typeof tensorType>,
): Value | undefined {
  if (node.op === 'iota') {
    const { axis, shape } = node.attributes
    const along = shape.map((size, i) => (i === axis ? size : 1))
    const steps = Array.from({ length: shape[axis]! }, (_, i) => i)
    return { ref: scope.constant(type, along, steps), shape: along }
  }
  if (node.op !== 'constant') return undefined
  if ('value' in node.attributes) {
    return { ref: scope.scalar(type, decodeNumber(node.attributes.value)), shape: [] }
  }
  const ref = scope.constant(type, node.shape, decodeNumbers(node.attributes.data))
  return { ref, shape: node.shape }
}

/** The shape that TensorFlow gives a result of operands of these shapes. */
function broadcastShape(shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map(({ length }) => length))
  return Array.from({ length: rank }, (_, axis) =>
    Math.max(...shapes.map((shape) => shape[shape.length - rank + axis] ?? 1)),
  )
}
