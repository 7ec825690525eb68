import { sizeOf } from '@parallax-ml/core'
import { Arena } from './arena.js'
import { moved } from './body.js'
import { isLeaf, type PlanContext } from './groups.js'
import type { Place } from './kernels.js'
import type { Schedule } from './order.js'
import { isWhole } from './views.js'

/** Every piece of memory begins at a multiple of this many bytes. */
const alignment = 16

export const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment

/** What placing needs to know beside the schedule. */
export interface PlacementInput {
  /** Bytes of one value of a node. */
  readonly bytesOf: (id: number) => number
  /** Values that must be in memory. */
  readonly stored: ReadonlySet<number>
  /** Values that lie in an output. */
  readonly inOutputs: ReadonlyMap<number, Place>
  /** Values that are read once more when all groups have run. */
  readonly readLast: readonly number[]
}

/** Where values lie. */
export interface Placement {
  /** By id of the node that has the memory. */
  readonly places: ReadonlyMap<number, Place>
  readonly arenaBytes: number
}

/**
 * Gives every stored value an address. The parts of a concat are made where the whole will be,
 * updated state over the old one; all else shares one arena, in which memory is used again as soon
 * as its last reader has run.
 */
export function place(
  { groups, updates }: Schedule,
  context: PlanContext,
  { bytesOf, stored, inOutputs, readLast }: PlacementInput,
): Placement {
  const { nodes, views } = context
  const places = new Map<number, Place>(inOutputs)
  for (const { name, value, inPlace } of updates) {
    if (inPlace) places.set(value, { region: 'state', name, offset: 0 })
  }
  const parents = concatParents(context, places)
  const bytes = (id: number): number => aligned(sizeOf(nodes[id]!.shape) * bytesOf(id))
  const holder = (id: number): number => {
    const parent = parents.get(id)
    return parent === undefined ? id : holder(parent.whole)
  }

  // When the memory of each holder is first written and last read, counted in groups.
  const lives = new Map<number, { first: number; last: number }>()
  const touch = (id: number, time: number): void => {
    if (!stored.has(id) || isLeaf(nodes[id]!)) return
    const owner = holder(id)
    if (places.has(owner)) return
    const life = lives.get(owner)
    if (life === undefined) lives.set(owner, { first: time, last: time })
    else life.last = time
  }
  groups.forEach((group, time) => {
    for (const id of group.nodes) {
      for (const input of nodes[id]!.inputs) touch(views[input]!.root, time)
      touch(id, time)
    }
  })
  for (const id of readLast) touch(views[id]!.root, groups.length)

  const arena = new Arena()
  const beginning = groups.map((): number[] => [])
  const ending = groups.map((): number[] => [])
  for (const [id, { first, last }] of lives) {
    beginning[first]!.push(id)
    ending[last]?.push(id)
  }
  groups.forEach((_, time) => {
    for (const id of beginning[time]!) {
      places.set(id, { region: 'arena', offset: arena.take(bytes(id)) })
    }
    for (const id of ending[time]!) arena.give(places.get(id)!.offset, bytes(id))
  })

  const resolve = (id: number): Place => {
    const known = places.get(id)
    if (known !== undefined) return known
    const { whole, offset } = parents.get(id)!
    const found = moved(resolve(whole), offset * bytesOf(id))
    places.set(id, found)
    return found
  }
  for (const id of parents.keys()) if (stored.has(id)) resolve(id)
  return { places, arenaBytes: arena.size }
}

interface Parent {
  readonly whole: number
  /** Elements before it. */
  readonly offset: number
}

/** Values that are made where a concat wants them: whole, dense, and wanted nowhere else. */
function concatParents(
  { nodes, views }: PlanContext,
  placed: ReadonlyMap<number, Place>,
): Map<number, Parent> {
  const parents = new Map<number, Parent>()
  for (const node of nodes) {
    if (node.op !== 'concat') continue
    if (sizeOf(node.shape.slice(0, node.attributes.axis)) > 1) continue
    let offset = 0
    for (const input of node.inputs) {
      const { root } = views[input]!
      const isFree = !isLeaf(nodes[root]!) && !placed.has(root) && !parents.has(root)
      if (isFree && isWhole(views[input]!, nodes)) parents.set(root, { whole: node.id, offset })
      offset += sizeOf(nodes[input]!.shape)
    }
  }
  return parents
}
