import { type DataType, type Precision, type Program, sizeOf } from '@parallax-ml/core'
import { lower } from '../lower/lower.js'
import type { LoweredProgram } from '../lower/nodes.js'
import { denseReference } from './body.js'
import { fuse } from './fuse.js'
import { type Group, isLeaf, isPointwise, type PlanContext, sameElement } from './groups.js'
import type { KernelCall, Place } from './kernels.js'
import { contractCall, copyCall, embedCalls, fillCall, loopCall } from './loops.js'
import { bytesOfType, type ConstantBlock, Memory } from './memory.js'
import { schedule, type Update } from './order.js'
import { concatCalls, otherCall } from './others.js'
import { place } from './place.js'
import { isWhole, viewsOf } from './views.js'

/** What passes between a program and its caller at every step. */
export interface Port {
  readonly name: string
  readonly dtype: DataType
  /** Elements in one step. */
  readonly size: number
}

/** A program as kernels over memory; plain data. */
export interface Plan {
  readonly precision: Precision
  /** In the order in which they run, once a step. */
  readonly calls: readonly KernelCall[]
  readonly feeds: readonly Port[]
  readonly outputs: readonly Port[]
  readonly arenaBytes: number
  readonly constants: readonly ConstantBlock[]
  readonly constantBytes: number
  /** How many states are written over in place. */
  readonly inPlace: number
}

/** Facts that are not in the program. */
export interface PlanOptions {
  readonly precision: Precision
  /** Names of bound data that are held in bytes. */
  readonly bytes?: ReadonlySet<string>
}

/** Plans a program: fusion, order, memory, and the kernels that come of them. */
export function plan(program: Program, { precision, bytes = new Set() }: PlanOptions): Plan {
  const lowered = lower(program, bytes)
  const { nodes } = lowered
  const context: PlanContext = { nodes, views: viewsOf(nodes) }
  const floatBytes = precision === 'float32' ? 4 : 8
  const inOutputs = outputPlaces(lowered, context)
  const scheduled = schedule(fuse(context), context, lowered.updates, new Set(inOutputs.keys()))
  const stored = storedValues(scheduled.groups, lowered, context)
  const copied = scheduled.updates.filter(({ inPlace }) => !inPlace)
  const { places, arenaBytes } = place(scheduled, context, {
    bytesOf: (id) => bytesOfType(nodes[id]!.dtype, floatBytes),
    stored,
    inOutputs,
    readLast: [...Object.values(lowered.outputs), ...copied.map(({ value }) => value)],
  })
  const updated = scheduled.updates.filter(({ inPlace }) => inPlace)
  const states = new Set(updated.map(({ value }) => value))
  const memory = new Memory({ ...context, floatBytes, bytes, stored, places, states })
  const calls = [
    ...scheduled.groups.flatMap((group) => callsOf(group, memory)),
    ...outputCopies(lowered, memory, inOutputs),
    ...stateCopies(copied, memory),
  ]
  return {
    precision,
    calls,
    feeds: nodes.flatMap((node) =>
      node.op === 'input' && node.attributes.source === 'feed'
        ? [{ name: node.attributes.name, dtype: node.dtype, size: sizeOf(node.shape) }]
        : [],
    ),
    outputs: Object.entries(lowered.outputs).map(([name, id]) => {
      const { dtype, shape } = nodes[id]!
      return { name, dtype, size: sizeOf(shape) }
    }),
    arenaBytes,
    constants: memory.constants,
    constantBytes: memory.constantBytes,
    inPlace: updated.length,
  }
}

function callsOf(group: Group, memory: Memory): KernelCall[] {
  if (group.kind === 'loop') return [loopCall(group, memory)]
  if (group.kind === 'contract') return [contractCall(group, memory)]
  const node = memory.nodes[group.nodes[0]!]!
  switch (node.op) {
    case 'embed':
      return embedCalls(node, memory)
    case 'concat':
      return concatCalls(node, memory)
    case 'contract':
    case 'reduce':
    case 'constants':
      throw new Error(`${node.op} is never a group of kind other`)
    default:
      return [otherCall(node, memory)]
  }
}

const outputPlace = (name: string): Place => ({ region: 'output', name, offset: 0 })

/** Values that can be made where an output wants them. */
function outputPlaces(
  { nodes, outputs }: LoweredProgram,
  { views }: PlanContext,
): Map<number, Place> {
  const places = new Map<number, Place>()
  for (const [name, id] of Object.entries(outputs)) {
    const { root } = views[id]!
    const isFree = !isLeaf(nodes[root]!) && !places.has(root)
    if (isFree && isWhole(views[id]!, nodes)) places.set(root, outputPlace(name))
  }
  return places
}

/** Copies into the outputs that are not made in place. */
function outputCopies(
  { nodes, outputs }: LoweredProgram,
  memory: Memory,
  inOutputs: ReadonlyMap<number, Place>,
): KernelCall[] {
  return Object.entries(outputs).flatMap(([name, id]) => {
    const place = inOutputs.get(memory.parts.views[id]!.root)
    if (place !== undefined && 'name' in place && place.name === name) return []
    const { dtype, shape } = nodes[id]!
    return [copyTo(id, denseReference(outputPlace(name), dtype, shape), memory, false)]
  })
}

/** Copies of new state over the old one, when all else has run. */
const stateCopies = (updates: readonly Update[], memory: Memory): KernelCall[] =>
  updates.map(({ name, value }) => {
    const { dtype, shape } = memory.nodes[value]!
    const to = denseReference({ region: 'state', name, offset: 0 }, dtype, shape)
    return copyTo(value, to, memory, dtype === 'float')
  })

function copyTo(
  id: number,
  to: ReturnType<typeof denseReference>,
  memory: Memory,
  flush: boolean,
): KernelCall {
  const constant = memory.constant(id)
  return constant === undefined ? copyCall(memory.reference(id), to, flush) : fillCall(constant, to)
}

/**
 * Values that must be in memory: those that another group reads, or that are read through a view or
 * as a whole, and results.
 */
function storedValues(
  groups: readonly Group[],
  { nodes, outputs, updates }: LoweredProgram,
  context: PlanContext,
): Set<number> {
  const { views } = context
  const results = [...Object.values(outputs), ...Object.values(updates)]
  const stored = new Set(results.map((id) => views[id]!.root))
  for (const group of groups) {
    const own = new Set(group.nodes)
    for (const id of group.nodes) {
      const node = nodes[id]!
      if (node.op === 'reduce' || group.kind === 'other') stored.add(id)
      for (const input of node.inputs) {
        const { root } = views[input]!
        const inRegister =
          own.has(root) &&
          (isPointwise(node) || node.op === 'reduce') &&
          sameElement(input, context) === root
        if (!inRegister) stored.add(root)
      }
    }
  }
  return stored
}
