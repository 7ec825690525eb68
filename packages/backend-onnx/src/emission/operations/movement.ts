import { type NodeOf, sameShape, sizeOf } from '@parallax-ml/core'
import type { Emission } from '../emission.js'
import { endOf } from '../fusions.js'
import { axisIn, shapeIn } from '../layouts.js'
import { layoutOf, type Made, type RuleTable } from '../rule.js'

/** Past the end of every axis, as ONNX understands it. */
const end = 2 ** 31 - 1

const isLong = (size: number): boolean => size > 1

/** Operations that rename, repeat, move, drop or add elements. */
export const movementRules: RuleTable<
  'reshape' | 'broadcast' | 'transpose' | 'slice' | 'reverse' | 'concat' | 'pad'
> = {
  reshape(e, { shape, inputs: [id] }) {
    if (!e.isChannelsFirst(id!)) {
      const stored = e.stored(id!)
      // Axes of 1 in front are free, as ONNX aligns shapes at their last axis.
      const [some, all] = [stored.shape.filter(isLong), shape.slice(shape.findIndex(isLong))]
      const isAligned = stored.shape.length === some.length && sameShape(some, all)
      if (isAligned || (sizeOf(shape) === 1 && stored.shape.length <= 1)) return stored
    }
    return { name: e.reshape(e.full(id!), shape), shape }
  },
  /** Whoever reads it repeats it, most of them without copying. */
  broadcast(e, { inputs: [id] }) {
    const layout = e.isChannelsFirst(id!) ? 'channelsFirst' : 'channelsLast'
    return { ...e.stored(id!, layout), layout }
  },
  transpose(e, { inputs: [id], attributes: { permutation } }) {
    const stored = e.stored(id!)
    if (stored.shape.length < permutation.length && sizeOf(stored.shape) === 1) return stored
    return e.transpose({ name: e.full(id!), shape: e.nodeOf(id!).shape }, permutation)
  },
  slice: (e, node) => (e.fusions.splits.has(node.id) ? split(e, node) : slice(e, node)),
  reverse(e, { shape, inputs: [id], attributes: { axis } }) {
    const [start, stop, on, step] = [-1, -end, axis, -1].map((value) => e.writer.ints([value]))
    return { name: e.op('Slice', [e.full(id!), start!, stop!, on!, step!]), shape }
  },
  concat(e, node) {
    const layout = layoutOf(e, node)
    const parts = node.inputs.map((id) => e.full(id, layout))
    const axis = axisIn(layout, node.attributes.axis)
    const name = parts.length === 1 ? parts[0]! : e.op('Concat', parts, { axis })
    return { name, shape: shapeIn(layout, node.shape), layout }
  },
  pad(e, node) {
    const { axis, before, after } = node.attributes
    const layout = layoutOf(e, node)
    const shape = shapeIn(layout, node.shape)
    const on = axisIn(layout, axis)
    const margins = [before, after].map((size) => shape.map((_, i) => (i === on ? size : 0)))
    const input = e.full(node.inputs[0]!, layout)
    return { name: e.pad(input, margins.flat(), node.dtype), shape, layout }
  },
}

function slice(e: Emission, node: NodeOf<'slice'>): Made {
  const { axis, start } = node.attributes
  const layout = layoutOf(e, node)
  const isToTheEnd = endOf(node) === e.nodeOf(node.inputs[0]!).shape[axis]
  const [from, to, on] = [start, isToTheEnd ? end : endOf(node), axisIn(layout, axis)].map(
    (value) => e.writer.ints([value]),
  )
  const name = e.op('Slice', [e.full(node.inputs[0]!, layout), from!, to!, on!])
  return { name, shape: shapeIn(layout, node.shape), layout }
}

/** Slices that do not overlap, cut in one go; what lies between them is cut off. */
function split(e: Emission, node: NodeOf<'slice'>): Made {
  const layout = layoutOf(e, node)
  const [id] = node.inputs
  const { axis } = node.attributes
  const names: string[] = []
  const sizes: number[] = []
  const cut = (size: number): string => {
    names.push(e.writer.fresh('part'))
    sizes.push(size)
    return names.at(-1)!
  }
  let at = 0
  for (const part of e.fusions.splits.get(node.id)!) {
    if (part.attributes.start > at) cut(part.attributes.start - at)
    const name = cut(part.attributes.size)
    e.keep(part.id, { name, shape: shapeIn(layout, part.shape) }, layout)
    at = endOf(part)
  }
  const total = e.nodeOf(id!).shape[axis]!
  if (total > at) cut(total - at)
  const on = { axis: axisIn(layout, axis) }
  e.writer.nodes('Split', [e.full(id!, layout), e.writer.ints(sizes)], on, names)
  return { ...e.stored(node.id, layout), layout }
}
