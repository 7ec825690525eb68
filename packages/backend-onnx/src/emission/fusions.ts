import { type Graph, type GraphNode, type NodeOf, sameShape } from '@parallax-ml/core'

/** Nodes that are written together with others. */
export interface Fusions {
  /** Products and convolutions to which an `add` adds a bias, by the id of the `add`. */
  readonly biased: ReadonlyMap<number, { readonly product: GraphNode; readonly bias: number }>
  /** Nodes that are written where they are used. */
  readonly inside: ReadonlySet<number>
  /** Slices of one value that do not overlap, by the id of each. */
  readonly splits: ReadonlyMap<number, readonly NodeOf<'slice'>[]>
}

/** Finds what can be written together; `results` are the nodes that are read from outside. */
export function findFusions({ nodes }: Graph, results: Iterable<number>): Fusions {
  const uses = nodes.map(() => 0)
  for (const id of [...results, ...nodes.flatMap(({ inputs }) => inputs)]) uses[id]!++
  const biased = new Map<number, { product: GraphNode; bias: number }>()
  const inside = new Set<number>()
  for (const node of nodes) {
    if (node.op !== 'add') continue
    for (const [at, other] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const product = nodes[node.inputs[at]!]!
      const bias = node.inputs[other]!
      if (uses[product.id] !== 1 || !takesBias(product) || !isBias(nodes, bias)) continue
      // The product moves to where the bias is there as well.
      biased.set(node.id, { product, bias })
      inside.add(product.id)
      break
    }
  }
  return { biased, inside, splits: findSplits(nodes) }
}

const takesBias = ({ op, shape }: GraphNode): boolean =>
  op === 'conv2d' || (op === 'matmul' && shape.length === 2)

/** Whether a node only repeats a vector along all axes but the last. */
function isBias(nodes: readonly GraphNode[], id: number): boolean {
  const node = nodes[id]!
  if (node.op !== 'broadcast') return false
  const { shape } = nodes[node.inputs[0]!]!
  const lastOnly = shape.map((_, axis) => (axis === shape.length - 1 ? node.shape[axis]! : 1))
  return sameShape(shape, lastOnly)
}

function findSplits(nodes: readonly GraphNode[]): Map<number, readonly NodeOf<'slice'>[]> {
  const groups = new Map<string, NodeOf<'slice'>[]>()
  for (const node of nodes) {
    if (node.op !== 'slice') continue
    const key = `${node.inputs[0]} ${node.attributes.axis}`
    groups.set(key, [...(groups.get(key) ?? []), node])
  }
  const splits = new Map<number, readonly NodeOf<'slice'>[]>()
  for (const group of groups.values()) {
    const sorted = group.toSorted((a, b) => a.attributes.start - b.attributes.start)
    const isApart = sorted.every(
      ({ attributes }, i) => i === 0 || endOf(sorted[i - 1]!) <= attributes.start,
    )
    if (sorted.length > 1 && isApart) for (const { id } of sorted) splits.set(id, sorted)
  }
  return splits
}

/** Where a slice ends on its axis. */
export const endOf = ({ attributes: { start, size } }: NodeOf<'slice'>): number => start + size
