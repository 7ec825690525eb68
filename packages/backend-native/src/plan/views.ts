import { type Shape, sizeOf, stridesOf } from '@parallax-ml/core'
import type { PlanNode } from '../lower/nodes.js'

/** How a node shows the memory of another one, in elements. */
export interface View {
  /** Id of the node that has the memory; its own, if it is no view. */
  readonly root: number
  readonly offset: number
  readonly shape: Shape
  readonly strides: readonly number[]
}

/** The views of all nodes, by id. */
export function viewsOf(nodes: readonly PlanNode[]): View[] {
  const views: View[] = []
  for (const node of nodes) views.push(viewOf(node, views[node.inputs[0]!]))
  return views
}

/** The view that a node is, given that of its first input. */
export function viewOf(node: PlanNode, source: View | undefined): View {
  const own = { root: node.id, offset: 0, shape: node.shape, strides: stridesOf(node.shape) }
  if (source === undefined) return own
  const { shape } = node
  switch (node.op) {
    case 'reshape':
      // Lowering copies what is not dense before.
      return { ...source, shape, strides: stridesOf(shape) }
    case 'broadcast': {
      const strides = source.strides.map((stride, i) => (source.shape[i] === shape[i] ? stride : 0))
      return { ...source, shape, strides }
    }
    case 'transpose': {
      const strides = node.attributes.permutation.map((axis) => source.strides[axis]!)
      return { ...source, shape, strides }
    }
    case 'slice': {
      const { axis, start } = node.attributes
      return { ...source, shape, offset: source.offset + start * source.strides[axis]! }
    }
    case 'reverse': {
      const { axis } = node.attributes
      const stride = source.strides[axis]!
      const offset = source.offset + (shape[axis]! - 1) * stride
      return { ...source, offset, strides: source.strides.with(axis, -stride) }
    }
    default:
      return own
  }
}

/** Whether the elements lie behind one another in order. */
export function isDense({ shape, strides }: Pick<View, 'shape' | 'strides'>): boolean {
  const dense = stridesOf(shape)
  return shape.every((size, axis) => size === 1 || strides[axis] === dense[axis])
}

/** Whether a view shows all of its root's memory, in order. */
export const isWhole = (view: View, nodes: readonly PlanNode[]): boolean =>
  isDense(view) && sizeOf(view.shape) === sizeOf(nodes[view.root]!.shape)
