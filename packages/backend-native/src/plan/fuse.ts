import {
  type Group,
  groupOf,
  isPointwise,
  needsKernel,
  type PlanContext,
  sameElement,
} from './groups.js'

/** A group that reads what another one makes. */
interface Pair {
  readonly producer: number
  readonly consumer: number
  /** Every value is read at the place where it is made, so that it can stay in a register. */
  readonly direct: boolean
}

/**
 * Sorts the nodes into groups, a kernel each. First elementwise chains grow from their consumers, so
 * that a cheap value is computed where it is used instead of being stored where its inputs are;
 * then contractions take what is done with their result, and reductions join what they reduce.
 */
export function fuse(context: PlanContext): Group[] {
  const { nodes, views } = context
  const single = nodes.filter((node) => needsKernel(node, views))
  let groups = single.map((node) => groupOf(node, context))
  groups = join(groups, context, 'late', (pairs) =>
    pairs.filter(
      ({ producer, consumer }) => isPlain(groups[producer]!) && isPlain(groups[consumer]!),
    ),
  )
  const chained = groups
  groups = join(groups, context, 'early', (pairs, levels) => epilogues(chained, pairs, levels))
  const contracted = groups
  groups = join(groups, context, 'early', (pairs, levels) => reductions(contracted, pairs, levels))
  return groups.toSorted((a, b) => a.nodes.at(-1)! - b.nodes.at(-1)!)
}

const isPlain = ({ kind, reduced }: Group): boolean => kind === 'loop' && reduced === undefined

type Levels = (fusable: readonly Pair[]) => number[]

/** For every contraction at most one group that works on its result, and the other way round. */
function epilogues(groups: readonly Group[], pairs: readonly Pair[], levels: Levels): Pair[] {
  const fitting = pairs.filter(
    ({ producer, consumer }) => groups[producer]!.kind === 'contract' && isPlain(groups[consumer]!),
  )
  const level = levels(fitting)
  const taken = new Set<number>()
  return fitting.filter(({ producer, consumer }) => {
    if (level[producer] !== level[consumer]) return false
    if (taken.has(producer) || taken.has(consumer)) return false
    taken.add(producer).add(consumer)
    return true
  })
}

/** Reductions over the same axes with the one elementwise group that makes what they reduce. */
function reductions(groups: readonly Group[], pairs: readonly Pair[], levels: Levels): Pair[] {
  const fitting = pairs.filter(
    ({ producer, consumer }) =>
      isPlain(groups[producer]!) && groups[consumer]!.reduced !== undefined,
  )
  const level = levels(fitting)
  const axes = new Map<number, string>()
  return fitting.filter(({ producer, consumer }) => {
    if (level[producer] !== level[consumer]) return false
    const own = groups[consumer]!.reduced!.join()
    if ((axes.get(producer) ?? own) !== own) return false
    axes.set(producer, own)
    return true
  })
}

/**
 * Joins chosen pairs that lie on the same level. A level is the longest way to a group, or from it,
 * where chosen pairs count nothing and all others one: so what lies on one level is connected
 * through chosen pairs or not at all, and no way through a third group can come to lie in a circle.
 */
function join(
  groups: readonly Group[],
  context: PlanContext,
  direction: 'early' | 'late',
  choose: (pairs: readonly Pair[], levels: Levels) => Pair[],
): Group[] {
  const pairs = pairsOf(groups, context)
  const order = topological(groups.length, pairs)
  const levels: Levels = (fusable) => levelsOf(order, pairs, new Set(fusable), direction)
  const chosen = choose(
    pairs.filter(({ direct }) => direct),
    levels,
  )
  const level = levels(chosen)
  const owner = groups.map((_, i) => i)
  const find = (i: number): number => {
    while (owner[i] !== i) {
      owner[i] = owner[owner[i]!]!
      i = owner[i]!
    }
    return i
  }
  for (const { producer, consumer } of chosen) {
    if (level[producer] === level[consumer]) owner[find(consumer)] = find(producer)
  }
  const joined = new Map<number, Group[]>()
  groups.forEach((group, i) => {
    const root = find(i)
    joined.set(root, [...(joined.get(root) ?? []), group])
  })
  return [...joined.values()].map(combine)
}

function combine(parts: readonly Group[]): Group {
  if (parts.length === 1) return parts[0]!
  const kind = parts.some((part) => part.kind === 'contract') ? 'contract' : 'loop'
  const reduced = parts.find((part) => part.reduced !== undefined)?.reduced
  const nodes = parts.flatMap((part) => part.nodes).sort((a, b) => a - b)
  return { kind, nodes, space: parts[0]!.space, reduced }
}

/** Every group that reads from another one, once. */
function pairsOf(groups: readonly Group[], context: PlanContext): Pair[] {
  const { nodes, views } = context
  const owner = new Map(groups.flatMap((group, i) => group.nodes.map((id) => [id, i] as const)))
  return groups.flatMap((group, consumer) => {
    const found = new Map<number, boolean>()
    for (const id of group.nodes) {
      const node = nodes[id]!
      const readsPoints = isPointwise(node) || node.op === 'reduce'
      for (const input of node.inputs) {
        const { root } = views[input]!
        const producer = owner.get(root)
        if (producer === undefined || producer === consumer) continue
        const direct =
          readsPoints && groups[producer]!.kind !== 'other' && sameElement(input, context) === root
        found.set(producer, direct && (found.get(producer) ?? true))
      }
    }
    return [...found].map(([producer, direct]) => ({ producer, consumer, direct }))
  })
}

/** Groups in an order in which every producer comes before its consumers. */
function topological(count: number, pairs: readonly Pair[]): number[] {
  const producers = Array.from({ length: count }, (): number[] => [])
  for (const { producer, consumer } of pairs) producers[consumer]!.push(producer)
  return depthFirst(count, (group) => producers[group]!)
}

/** Items after what they need; `needs` must not run in circles. Does not recurse. */
export function depthFirst(count: number, needs: (item: number) => Iterable<number>): number[] {
  const order: number[] = []
  const state = new Uint8Array(count)
  for (let start = 0; start < count; start++) {
    const stack = [start]
    while (stack.length > 0) {
      const item = stack.at(-1)!
      if (state[item] === 0) {
        state[item] = 1
        for (const other of needs(item)) if (state[other] === 0) stack.push(other)
        continue
      }
      stack.pop()
      if (state[item] === 1) order.push(item)
      state[item] = 2
    }
  }
  return order
}

function levelsOf(
  order: readonly number[],
  pairs: readonly Pair[],
  fusable: ReadonlySet<Pair>,
  direction: 'early' | 'late',
): number[] {
  const early = direction === 'early'
  const by = Array.from({ length: order.length }, (): Pair[] => [])
  for (const pair of pairs) by[early ? pair.consumer : pair.producer]!.push(pair)
  const level = new Array<number>(order.length).fill(0)
  for (const group of early ? order : order.toReversed()) {
    for (const pair of by[group]!) {
      const other = level[early ? pair.producer : pair.consumer]!
      level[group] = Math.max(level[group]!, other + (fusable.has(pair) ? 0 : 1))
    }
  }
  return level
}
