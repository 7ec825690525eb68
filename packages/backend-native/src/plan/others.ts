import { sizeOf } from '@parallax-ml/core'
import type { KeptNode } from '../lower/nodes.js'
import { denseReference, moved } from './body.js'
import type { Kernel, KernelCall, Lines, Pooling } from './kernels.js'
import { copyCall, fillCall } from './loops.js'
import type { Memory } from './memory.js'

const linesOf = (shape: readonly number[], axis: number): Lines => ({
  outer: sizeOf(shape.slice(0, axis)),
  length: shape[axis]!,
  inner: sizeOf(shape.slice(axis + 1)),
})

/** The kernel of an operation that is not fused, over dense operands; the result's pointer is last. */
export function otherCall(node: KeptNode, memory: Memory): KernelCall {
  const references = node.inputs.map((input) => memory.reference(input))
  return {
    kernel: kernelOf(node, memory),
    pointers: [...references.map(({ place }) => place), memory.place(node.id)],
  }
}

function kernelOf(node: KeptNode, memory: Memory): Kernel {
  const shapes = node.inputs.map((input) => memory.nodes[input]!.shape)
  const { dtype } = node
  const size = sizeOf(node.shape)
  switch (node.op) {
    case 'gather': {
      const rows = sizeOf(shapes[1]!)
      const { storage } = memory.reference(node.inputs[0]!)
      return { kind: 'gather', rows, width: size / rows, storage, dtype }
    }
    case 'scatterAdd': {
      const rows = sizeOf(shapes[1]!)
      return { kind: 'scatterAdd', rows, width: sizeOf(shapes[0]!) / rows, size, dtype }
    }
    case 'gatherAlong': {
      const { axis } = node.attributes
      return {
        kind: 'gatherAlong',
        ...linesOf(shapes[0]!, axis),
        count: node.shape[axis]!,
        dtype,
      }
    }
    case 'oneHot': {
      const { depth } = node.attributes
      return { kind: 'oneHot', rows: size / depth, depth }
    }
    case 'argmax':
    case 'cumsum':
      return {
        kind: node.op,
        ...linesOf(shapes[0]!, node.attributes.axis),
        dtype: memory.nodes[node.inputs[0]!]!.dtype,
      }
    case 'softmax':
    case 'logSoftmax': {
      const width = node.shape.at(-1)!
      return { kind: node.op, rows: size / width, width }
    }
    case 'maxPool':
    case 'averagePool':
      return { kind: node.op, ...poolingOf(node.attributes, shapes[0]!, node.shape) }
    case 'maxPoolGradient':
      return { kind: node.op, ...poolingOf(node.attributes, node.shape, shapes[1]!) }
    case 'averagePoolGradient':
      return { kind: node.op, ...poolingOf(node.attributes, node.shape, shapes[0]!) }
    case 'randomBits':
      return { kind: 'randomBits', size, stream: node.attributes.stream }
    // `scan` will be here: a kernel that runs the calls of its body in a loop over time.
    default:
      throw new Error(`${node.op} has no kernel`)
  }
}

function poolingOf(
  { size, strides, padding }: Pick<Pooling, 'size' | 'strides'> & { padding: readonly number[] },
  [images, height, width, channels]: readonly number[],
  pooled: readonly number[],
): Pooling {
  return {
    images: images!,
    height: height!,
    width: width!,
    channels: channels!,
    windows: [pooled[1]!, pooled[2]!],
    size,
    strides,
    before: [padding[0]!, padding[2]!],
  }
}

/** Copies of the parts of a concat that are not made in their place. */
export function concatCalls(
  node: Extract<KeptNode, { op: 'concat' }>,
  memory: Memory,
): KernelCall[] {
  const { axis } = node.attributes
  const whole = denseReference(memory.place(node.id), node.dtype, node.shape)
  let start = 0
  return node.inputs.flatMap((input) => {
    const { shape } = memory.nodes[input]!
    const offset = start * whole.strides[axis]! * memory.bytesOf(node.id)
    start += shape[axis]!
    const to = { ...whole, place: moved(whole.place, offset), shape }
    const constant = memory.constant(input)
    if (constant !== undefined) return [fillCall(constant, to)]
    const from = memory.reference(input)
    const isThere = JSON.stringify(from.place) === JSON.stringify(to.place)
    return isThere ? [] : [copyCall(from, to, false)]
  })
}
