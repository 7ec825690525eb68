import { depthFirst } from './fuse.js'
import { type Group, isPointwise, type PlanContext, sameElement } from './groups.js'

/** A state's new value, and whether its kernel may write straight over the old one. */
export interface Update {
  readonly name: string
  readonly value: number
  readonly inPlace: boolean
}

/** Groups in the order in which they run. */
export interface Schedule {
  readonly groups: readonly Group[]
  readonly updates: readonly Update[]
}

/**
 * Orders the groups. A kernel writes over old state where every other reader of it can run before,
 * and it reads the state itself only at the place that it writes.
 */
export function schedule(
  groups: readonly Group[],
  context: PlanContext,
  updates: Readonly<Record<string, number>>,
  taken: ReadonlySet<number>,
): Schedule {
  const { nodes, views } = context
  const owner = new Map(groups.flatMap((group, i) => group.nodes.map((id) => [id, i] as const)))
  const needs = groups.map(({ nodes: ids }, i) => {
    const roots = ids.flatMap((id) => nodes[id]!.inputs.map((input) => views[input]!.root))
    const producers = roots.flatMap((root) => owner.get(root) ?? [])
    return new Set(producers.filter((producer) => producer !== i))
  })
  const waiting = groups.map((): number[] => [])
  needs.forEach((producers, i) => {
    for (const producer of producers) waiting[producer]!.push(i)
  })
  /** A group and all that can only run after it. */
  const dependents = (from: number): Set<number> => {
    const seen = new Set<number>([from])
    for (const group of seen) for (const other of waiting[group]!) seen.add(other)
    return seen
  }
  const used = new Set(taken)

  const planned = Object.entries(updates).map(([name, value]): Update => {
    const group = owner.get(value)
    const state = nodes.find(
      (node) =>
        node.op === 'input' && node.attributes.source === 'state' && node.attributes.name === name,
    )
    const refused = { name, value, inPlace: false }
    if (group === undefined || used.has(value) || nodes[value]!.op === 'reduce') return refused
    if (groups[group]!.kind === 'other') return refused
    const readers = state === undefined ? [] : readersOf(state.id, groups, context)
    const others = readers.filter((reader) => reader !== group)
    const isSafe = !readers.includes(group) || readsOnlyOwnPlace(groups[group]!, state!.id, context)
    if (!isSafe) return refused
    const later = dependents(group)
    if (others.some((reader) => later.has(reader))) return refused
    for (const reader of others) {
      needs[group]!.add(reader)
      waiting[reader]!.push(group)
    }
    used.add(value)
    return { name, value, inPlace: true }
  })

  // Late groups last: what begins early in the graph is what later ones wait for.
  const order = depthFirst(groups.length, (group) => needs[group]!)
  return { groups: order.map((group) => groups[group]!), updates: planned }
}

const readersOf = (state: number, groups: readonly Group[], { nodes, views }: PlanContext) =>
  groups.flatMap(({ nodes: ids }, i) =>
    ids.some((id) => nodes[id]!.inputs.some((input) => views[input]!.root === state)) ? [i] : [],
  )

const readsOnlyOwnPlace = (group: Group, state: number, context: PlanContext): boolean =>
  group.kind === 'loop' &&
  group.nodes.every((id) => {
    const node = context.nodes[id]!
    return node.inputs.every(
      (input) =>
        context.views[input]!.root !== state ||
        (isPointwise(node) && sameElement(input, context) === state),
    )
  })
