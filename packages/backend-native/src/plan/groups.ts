import type { PlanNode } from '../lower/nodes.js'
import { definitionFamily } from './families.js'
import { isWhole, type View } from './views.js'

/** Nodes that one kernel computes. */
export interface Group {
  /** Ids, ascending. */
  readonly nodes: readonly number[]
  /**
   * `loop` is elementwise operations, and reductions of them; `contract` a contraction and what is
   * done with its result; `other` a node with a kernel of its own.
   */
  readonly kind: 'loop' | 'contract' | 'other'
  /** Iteration space: a shape without axes of size 1. */
  readonly space: readonly number[]
  /** Axes of the space that are reduced over, if any are. */
  readonly reduced: readonly number[] | undefined
}

/** What the planner asks of a program's nodes. */
export interface PlanContext {
  readonly nodes: readonly PlanNode[]
  readonly views: readonly View[]
}

/** Whether a node is a constant or an input. */
export const isLeaf = ({ op }: PlanNode): boolean =>
  op === 'input' || op === 'constant' || op === 'constants'

/** Whether a node is computed by a kernel, rather than being a leaf or a view. */
export const needsKernel = (node: PlanNode, views: readonly View[]): boolean =>
  !isLeaf(node) && views[node.id]!.root === node.id

/** Whether a node works element by element. */
export const isPointwise = ({ op }: PlanNode): boolean => definitionFamily(op) === 'elementwise'

/** A shape without axes of size 1, which make no difference to a loop. */
export const squeeze = (shape: readonly number[]): number[] => shape.filter((size) => size !== 1)

/** Axes of a shape as axes of its squeezed form. */
function squeezeAxes(shape: readonly number[], axes: readonly number[]): number[] {
  let at = 0
  return shape.flatMap((size, axis) => {
    if (size === 1) return []
    at++
    return axes.includes(axis) ? [at - 1] : []
  })
}

/** The group of a single node. */
export function groupOf(node: PlanNode, { nodes }: PlanContext): Group {
  const single = { nodes: [node.id] }
  if (node.op === 'reduce') {
    const { shape } = nodes[node.inputs[0]!]!
    const reduced = squeezeAxes(shape, node.axes)
    return { ...single, kind: 'loop', space: squeeze(shape), reduced }
  }
  const space = squeeze(node.shape)
  const kind = node.op === 'contract' ? 'contract' : isPointwise(node) ? 'loop' : 'other'
  return { ...single, kind, space, reduced: undefined }
}

/**
 * The node whose value `input` is at the same place of the iteration space: itself, or through
 * views that only add or drop axes of size 1. Undefined for any other view.
 */
export function sameElement(input: number, { nodes, views }: PlanContext): number | undefined {
  const view = views[input]!
  if (view.root === input) return input
  const root = nodes[view.root]!
  const here = squeeze(nodes[input]!.shape)
  const there = squeeze(root.shape)
  const isSame = here.length === there.length && here.every((size, i) => size === there[i])
  return isSame && isWhole(view, nodes) ? view.root : undefined
}
