import { definitionOf } from '../graph/operations/index.js'
import type { Program } from '../graph/program.js'
import { sizeOf } from '../graph/shape.js'
import type { GraphNode, NodeOf } from '../graph/types.js'
import { compileElementwise, compileNode, fillConstant } from './compile-node.js'
import { allocate, type Kernel, type NumberArray, type Precision } from './kernels/arrays.js'
import type { Operand } from './kernels/elementwise.js'

/** A program ready to run: its kernels in order, and the memory they read and write. */
export interface Interpretation {
  /** Memory of every feed, to be filled before a step. */
  readonly feeds: ReadonlyMap<string, NumberArray>
  /** Memory of every output, valid after a step. */
  readonly outputs: ReadonlyMap<string, NumberArray>
  /** Computes all outputs and new values from the old state, then stores the new state. */
  step(): void
}

/** Gives the memory of state and bound data, which programs of a session share. */
export interface StoredMemory {
  of(source: 'state' | 'bound', name: string): NumberArray
}

/**
 * Prepares a program for direct execution: a kernel per node over memory that is allocated once.
 * Slow and obvious; it is the reference for every other executor, in float64, and runs wherever
 * JavaScript does. Sums are taken in float64 in either precision.
 */
export function interpret(
  program: Program,
  precision: Precision,
  stored: StoredMemory,
): Interpretation {
  const { nodes } = program.graph
  const feeds = new Map<string, NumberArray>()
  const operands: Operand[] = []
  const kernels: Kernel[] = []

  const input = (node: NodeOf<'input'>): NumberArray => {
    const { name, source } = node.attributes
    if (source !== 'feed') return stored.of(source, name)
    const memory = allocate(node.dtype, sizeOf(node.shape), precision)
    feeds.set(name, memory)
    return memory
  }

  /** The memory of a node, one element for each of its shape. */
  const full = (id: number): NumberArray => {
    const { data, step } = operands[id]!
    const size = sizeOf(nodes[id]!.shape)
    if (step === 1 || data.length === size) return data
    const memory = allocate(nodes[id]!.dtype, size, precision)
    if (nodes[id]!.op === 'constant') memory.fill(data[0]!)
    else kernels.push(() => memory.fill(data[0]!))
    operands[id] = { data: memory, step: 1 }
    return memory
  }

  const compile = (node: GraphNode): Operand => {
    if (node.op === 'input') return { data: input(node), step: 1 }
    const shown = showWithoutCopying(node, nodes, operands)
    if (shown !== undefined) return shown
    const isSplat = node.op === 'constant' && 'value' in node.attributes
    const output = allocate(node.dtype, isSplat ? 1 : sizeOf(node.shape), precision)
    if (node.inputs.length === 0) {
      fillConstant(node, output)
      return { data: output, step: isSplat ? 0 : 1 }
    }
    const inputs = node.inputs.map((id) => nodes[id]!)
    if (definitionOf(node.op).family === 'elementwise') {
      const read = node.inputs.map((id) => operands[id]!)
      kernels.push(compileElementwise(node, output, read, inputs))
    } else {
      const shapes = inputs.map(({ shape }) => shape)
      kernels.push(...compileNode(node, { shapes, inputs: node.inputs.map(full), output }))
    }
    return { data: output, step: 1 }
  }

  for (const node of nodes) operands.push(compile(node))
  const outputs = new Map(Object.entries(program.outputs).map(([name, id]) => [name, full(id)]))
  const updates = Object.entries(program.updates).map(
    ([name, id]) => [stored.of('state', name), full(id)] as const,
  )
  return {
    feeds,
    outputs,
    step() {
      for (let i = 0; i < kernels.length; i++) kernels[i]!()
      for (let i = 0; i < updates.length; i++) copyInto(updates[i]![0], updates[i]![1])
    },
  }
}

/** Views that need no kernel: the same elements, a run of them, or one element for all. */
function showWithoutCopying(
  node: GraphNode,
  nodes: readonly GraphNode[],
  operands: readonly Operand[],
): Operand | undefined {
  if (definitionOf(node.op).family !== 'view') return undefined
  const source = operands[node.inputs[0]!]!
  if (node.op === 'reshape') return source
  if (node.op === 'broadcast' && sizeOf(nodes[node.inputs[0]!]!.shape) === 1) {
    return { data: source.data, step: 0 }
  }
  if (node.op === 'slice' && source.step === 1) {
    const { axis, start, size } = node.attributes
    if (sizeOf(node.shape.slice(0, axis)) > 1) return undefined
    const width = sizeOf(node.shape.slice(axis + 1))
    return { data: source.data.subarray(start * width, (start + size) * width), step: 1 }
  }
  return undefined
}

function copyInto(target: NumberArray, source: NumberArray): void {
  // For a few elements a loop is faster than the call of `set`.
  if (source.length > 64) target.set(source)
  else for (let i = 0; i < source.length; i++) target[i] = source[i]!
}
