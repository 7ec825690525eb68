import {
  type GraphNode,
  type Model,
  type NodeOf,
  sameShape,
  type WeightEntry,
} from '@parallax-ml/core'
import type { Emission } from '../emission/emission.js'

/** Puts the model's weights in the places of the slices of state that stand for them. */
export function keepWeights(e: Emission, model: Model): void {
  const { layout } = model.architecture
  const values = model.weights()
  const type = e.typeOf('float')

  for (const node of e.graph.nodes) {
    const entry = layout.entries.find((candidate) => showsEntry(e, node, candidate))
    if (entry !== undefined) {
      const { data } = values[entry.path]!
      // Axes of 1 in front are free, as ONNX aligns shapes at their last axis.
      const isOwn = sameShape(node.shape.slice(-entry.shape.length), entry.shape)
      const [shape, name] = isOwn
        ? [entry.shape, entry.path]
        : [node.shape, `${entry.path}/${node.id}`]
      e.keep(node.id, { name: e.writer.constant(type, shape, data, name), shape })
    } else if (isState(node)) {
      const flat = layout.entries
        .filter(({ role }) => role === node.attributes.name)
        .flatMap(({ path }) => Array.from(values[path]!.data))
      const name = e.writer.constant(type, node.shape, flat, node.attributes.name)
      e.keep(node.id, { name, shape: node.shape })
    }
  }
}

const isState = (node: GraphNode): node is NodeOf<'input'> =>
  node.op === 'input' && node.attributes.source === 'state'

/** Whether a node is one weight: a reshape or a slice of the flat vector, or all of it. */
function showsEntry(e: Emission, node: GraphNode, entry: WeightEntry): boolean {
  const inner = node.op === 'reshape' ? e.nodeOf(node.inputs[0]!) : node
  const start = inner.op === 'slice' ? inner.attributes.start : 0
  const root = inner.op === 'slice' ? e.nodeOf(inner.inputs[0]!) : inner
  return (
    isState(root) &&
    root.attributes.name === entry.role &&
    start === entry.offset &&
    inner.shape[0] === entry.size
  )
}
