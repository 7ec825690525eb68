import {
  inputsOf,
  type NodeOf,
  type Precision,
  type Program,
  type Shape,
  stateOf,
} from '@parallax-ml/core'
import { Emission } from '../emission/emission.js'
import { findFusions } from '../emission/fusions.js'
import { emitNodes } from '../emission/operations/index.js'
import { GraphWriter } from '../writer/graph-writer.js'
import { modelBytes } from '../writer/model.js'
import { type ElementType, elementTypeOf } from '../writer/tensors.js'

/** An input or output of the model. */
export interface Port {
  /** Its name in the file. */
  readonly name: string
  readonly type: ElementType
  readonly shape: Shape
}

/** A program as a file in which one run makes any number of steps. */
export interface ScanModel {
  readonly bytes: Uint8Array
  /** By core's names. Feeds and outputs have a leading axis of steps. */
  readonly feeds: ReadonlyMap<string, Port>
  readonly bound: ReadonlyMap<string, Port>
  readonly state: ReadonlyMap<string, Port>
  /** State that the program updates; its new value is the output `next`. */
  readonly updates: ReadonlyMap<string, Port & { readonly next: string }>
  readonly outputs: ReadonlyMap<string, Port>
  /** Fed `[steps]` numbers of any value where there are no feeds to count the steps by. */
  readonly clock: string | undefined
}

/**
 * Writes a program as a `Scan`: updated state goes round the loop, feeds are cut step by step, all
 * else is read from outside.
 */
export function scanModel(
  program: Program,
  precision: Precision,
  isBytes: (boundName: string) => boolean,
): ScanModel {
  const { graph, outputs, updates } = program
  const model = new GraphWriter('steps')
  const body = new GraphWriter('step', model)
  const results = [...Object.values(outputs), ...Object.values(updates)]
  const fusions = findFusions(graph, results)
  const e = new Emission({ writer: body, graph, precision, fusions, style: 'exact' })
  const typed = ({ shape, dtype }: Pick<NodeOf<'input'>, 'shape' | 'dtype'>) => ({
    type: elementTypeOf(dtype, precision),
    shape,
  })

  const inputs = inputsOf(graph)
  const bySource = (source: string): NodeOf<'input'>[] =>
    inputs.filter(({ attributes }) => attributes.source === source)
  const bound = new Map<string, Port>()
  for (const node of bySource('bound')) {
    const { name } = node.attributes
    const hasBytes = node.dtype !== 'bool' && isBytes(name)
    const port = {
      name: `bound/${name}`,
      ...typed(node),
      ...(hasBytes && { type: 'UINT8' as const }),
    }
    bound.set(name, port)
    model.input(port.name, port.type, port.shape)
    if (!hasBytes) e.keep(node.id, port)
    else bindBytes(e, model, node, port.name)
  }

  const state = new Map<string, Port>()
  const carried = new Map<string, Port & { next: string }>()
  for (const node of stateOf(program)) {
    const { name } = node.attributes
    const port = { name: `state/${name}`, ...typed(node) }
    state.set(name, port)
    model.input(port.name, port.type, port.shape)
    const isUpdated = updates[name] !== undefined
    if (isUpdated) carried.set(name, { ...port, next: `next/${name}` })
    const inBody = isUpdated ? body.input(`old/${name}`, port.type, port.shape) : port.name
    if (node.id in graph.nodes && graph.nodes[node.id] === node) {
      e.keep(node.id, { name: inBody, shape: node.shape })
    }
  }

  const feeds = new Map<string, Port>()
  for (const node of bySource('feed')) {
    const { name } = node.attributes
    const port = { name: `feed/${name}`, ...typed(node) }
    feeds.set(name, port)
    model.input(port.name, port.type, ['steps', ...port.shape])
    e.keep(node.id, { name: body.input(`fed/${name}`, port.type, port.shape), shape: node.shape })
  }
  const clock = feeds.size > 0 ? undefined : model.input('clock', 'UINT8', ['steps'])
  if (clock !== undefined) body.input('tick', 'UINT8', [])

  emitNodes(e)
  const given = new Set<string>()
  const give = (id: number): void => {
    const name = e.full(id)
    const { shape, dtype } = graph.nodes[id]!
    const isOwn = !given.has(name) && body.makes(name)
    const result = isOwn ? name : body.node('Identity', [name])
    given.add(result)
    body.output(result, elementTypeOf(dtype, precision), shape)
  }
  for (const name of carried.keys()) give(updates[name]!)
  const shown = new Map<string, Port>()
  for (const [name, id] of Object.entries(outputs)) {
    give(id)
    shown.set(name, { name: `output/${name}`, ...typed(graph.nodes[id]!) })
  }

  model.nodes(
    'Scan',
    [
      ...[...carried.values()].map(({ name }) => name),
      ...[...feeds.values()].map(({ name }) => name),
      ...(clock === undefined ? [] : [clock]),
    ],
    { body: body.toProto(), num_scan_inputs: Math.max(1, feeds.size) },
    [
      ...[...carried.values()].map(({ next }) => next),
      ...[...shown.values()].map(({ name }) => name),
    ],
  )
  for (const { next, type, shape } of carried.values()) model.output(next, type, shape)
  for (const { name, type, shape } of shown.values()) model.output(name, type, ['steps', ...shape])
  return {
    bytes: modelBytes(model),
    feeds,
    bound,
    state,
    updates: carried,
    outputs: shown,
    clock,
  }
}

/** Bytes stay bytes until they are read: row by row in a `gather`, or all of them once a run. */
function bindBytes(e: Emission, model: GraphWriter, node: NodeOf<'input'>, name: string): void {
  e.bytes.set(node.id, name)
  const others = e.graph.nodes.some(
    ({ op, inputs }) => inputs.includes(node.id) && (op !== 'gather' || inputs[1] === node.id),
  )
  if (!others) {
    e.keep(node.id, { name, shape: node.shape })
    return
  }
  const types = { FLOAT: 1, DOUBLE: 11, INT32: 6 } as const
  const to = types[e.typeOf(node.dtype) as 'FLOAT']
  e.keep(node.id, { name: model.node('Cast', [name], { to }), shape: node.shape })
}
