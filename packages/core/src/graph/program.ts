import { suggest } from '../errors/nearest.js'
import { GraphError } from '../errors/parallax-error.js'
import type { GraphBuilder } from './builder.js'
import { definitionOf, operationNames } from './operations/index.js'
import { sameShape, showShape } from './shape.js'
import type { Graph, GraphNode, NodeOf } from './types.js'

/**
 * A graph that a backend can run: what it reads from outside are its `input` nodes, what it gives
 * back are `outputs`, and `updates` are the new values of state. Plain data: it survives JSON.
 *
 * All outputs and updates are computed from the **old** state; that an executor may work in place
 * is its private matter. State smaller in size than 1.2e-38 may be flushed to zero.
 */
export interface Program {
  readonly graph: Graph
  /** Node ids by output name. */
  readonly outputs: Readonly<Record<string, number>>
  /**
   * Node ids by the name of the state that takes their value after the step. State may be updated
   * without being read: then no `input` node declares it, and its shape is the update's.
   */
  readonly updates: Readonly<Record<string, number>>
}

/** What {@link createProgram} makes a program of. */
export interface ProgramParts {
  readonly outputs?: Readonly<Record<string, GraphNode>>
  readonly updates?: Readonly<Record<string, GraphNode>>
}

/**
 * A program with only the nodes that its results need. A result that is an input, or a view of
 * one, becomes an explicit `copy`: it would change when the state that it shows is updated.
 *
 * @throws {GraphError} if an update does not fit its state.
 */
export function createProgram(builder: GraphBuilder, parts: ProgramParts): Program {
  const own = (node: GraphNode): GraphNode =>
    rootOf(builder, node).op === 'input' ? builder.copy(node) : node
  const outputs = Object.entries(parts.outputs ?? {}).map(([k, node]) => [k, own(node)] as const)
  const updates = Object.entries(parts.updates ?? {}).map(([k, node]) => [k, own(node)] as const)
  const kept = reachable(
    builder,
    [...outputs, ...updates].map(([, node]) => node),
  )
  const ids = new Map(kept.map((node, id) => [node.id, id]))
  const renumber = (entries: (readonly [string, GraphNode])[]): Record<string, number> =>
    Object.fromEntries(entries.map(([name, node]) => [name, ids.get(node.id)!]))
  const nodes = kept.map(
    (node, id) =>
      ({ ...node, id, inputs: node.inputs.map((input) => ids.get(input)!) }) as GraphNode,
  )
  const program = { graph: { nodes }, outputs: renumber(outputs), updates: renumber(updates) }
  checkUpdates(program)
  return program
}

/** The `input` nodes of a program, in order. */
export const inputsOf = (graph: Graph): NodeOf<'input'>[] =>
  graph.nodes.filter((node): node is NodeOf<'input'> => node.op === 'input')

/** The state of a program, read or only updated, as `input` nodes; each name once. */
export function stateOf({ graph, updates }: Program): NodeOf<'input'>[] {
  const read = inputsOf(graph).filter(({ attributes }) => attributes.source === 'state')
  const known = new Set(read.map(({ attributes }) => attributes.name))
  const written = Object.entries(updates).flatMap(([name, id]): NodeOf<'input'>[] => {
    const { shape, dtype } = graph.nodes[id]!
    const attributes = { name, source: 'state', shape, dtype } as const
    return known.has(name) ? [] : [{ id, op: 'input', inputs: [], attributes, shape, dtype }]
  })
  return [...read, ...written]
}

/**
 * Checks a program from elsewhere, for example from a file: every operation known, every shape as
 * its operation infers it, every reference to an earlier node.
 *
 * @throws {GraphError} naming the first node that is wrong.
 */
export function validateProgram(program: Program): void {
  const { nodes } = program.graph
  const names = new Set<string>()
  for (const [i, node] of nodes.entries()) {
    const where = `node ${i} (${node.op})`
    if (!operationNames.includes(node.op)) {
      throw new GraphError({
        where,
        problem: 'unknown operation',
        hint: suggest(node.op, operationNames),
      })
    }
    const ordered =
      node.id === i && node.inputs.every((id) => Number.isInteger(id) && id >= 0 && id < i)
    if (!ordered) throw new GraphError({ where, problem: 'it does not come after its inputs' })
    const inputs = node.inputs.map((id) => nodes[id]!)
    const { shape, dtype } = definitionOf(node.op).infer(inputs, node.attributes as never)
    if (!sameShape(shape, node.shape) || dtype !== node.dtype) {
      throw new GraphError({
        where,
        problem: 'shape or type is not what the operation makes',
        expected: `${dtype} ${showShape(shape)}`,
        received: `${node.dtype} ${showShape(node.shape)}`,
      })
    }
    if (node.op !== 'input') continue
    if (names.has(node.attributes.name)) {
      throw new GraphError({ where, problem: `a second input is named '${node.attributes.name}'` })
    }
    names.add(node.attributes.name)
  }
  checkResults(program)
  checkUpdates(program)
}

function checkResults(program: Program): void {
  for (const [name, id] of [
    ...Object.entries(program.outputs),
    ...Object.entries(program.updates),
  ]) {
    const node = program.graph.nodes[id]
    if (node === undefined) {
      throw new GraphError({
        where: `result '${name}'`,
        problem: 'it names no node',
        received: String(id),
      })
    }
    if (rootOf(program.graph, node).op === 'input') {
      throw new GraphError({
        where: `result '${name}'`,
        problem: 'it is a view of an input',
        hint: 'Put a copy node between them, as createProgram does.',
      })
    }
  }
}

function checkUpdates({ graph, updates }: Program): void {
  const states = inputsOf(graph).filter((node) => node.attributes.source === 'state')
  for (const [name, id] of Object.entries(updates)) {
    const state = states.find((node) => node.attributes.name === name)
    const value = graph.nodes[id]!
    // State that is only written has no input node; then there is nothing to compare with.
    if (state === undefined) continue
    if (sameShape(state.shape, value.shape) && state.dtype === value.dtype) continue
    throw new GraphError({
      where: `update of '${name}'`,
      problem: 'it does not fit the state',
      expected: `${state.dtype} ${showShape(state.shape)}`,
      received: `${value.dtype} ${showShape(value.shape)}`,
    })
  }
}

/** The node whose memory a chain of views shows. */
function rootOf(graph: Graph, node: GraphNode): GraphNode {
  let root = node
  while (definitionOf(root.op).family === 'view') root = graph.nodes[root.inputs[0]!]!
  return root
}

function reachable(graph: Graph, results: readonly GraphNode[]): GraphNode[] {
  const needed = new Set(results.map((node) => node.id))
  for (let id = graph.nodes.length - 1; id >= 0; id--) {
    if (needed.has(id)) for (const input of graph.nodes[id]!.inputs) needed.add(input)
  }
  return graph.nodes.filter((node) => needed.has(node.id))
}
