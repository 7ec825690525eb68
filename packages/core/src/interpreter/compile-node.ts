import { decodeNumber, decodeNumbers } from '../graph/numbers.js'
import { definitionOf } from '../graph/operations/index.js'
import { sizeOf, stridesOf } from '../graph/shape.js'
import type { GraphNode, NodeOf, Shape } from '../graph/types.js'
import { fillRandomBits } from '../random/murmur.js'
import { compileConvolution, compilePooling } from './compile-windows.js'
import type { Kernel, NumberArray } from './kernels/arrays.js'
import { elementwiseKernel, type Operand } from './kernels/elementwise.js'
import {
  gatherAlongKernel,
  gatherKernel,
  oneHotKernel,
  scatterAddKernel,
} from './kernels/indexing.js'
import { matmulKernel } from './kernels/matmul.js'
import {
  growingStrides,
  positions,
  putBlocksKernel,
  putKernel,
  takeKernel,
} from './kernels/moves.js'
import { argmaxKernel, cumsumKernel, maxKernel, sumKernel } from './kernels/reductions.js'
import { logSoftmaxKernel, softmaxKernel } from './kernels/softmax.js'

/** What the compilation of one node may use. */
export interface NodeContext {
  /** Shapes of the inputs. */
  readonly shapes: readonly Shape[]
  /** The inputs, each with an element for every element of its shape. */
  readonly inputs: readonly NumberArray[]
  /** New memory for the result. */
  readonly output: NumberArray
}

/** Fills the memory of a node whose value never changes; others are left alone. */
export function fillConstant(node: GraphNode, output: NumberArray): void {
  if (node.op === 'constant') {
    const { attributes } = node
    if ('value' in attributes) output.fill(decodeNumber(attributes.value))
    else output.set(decodeNumbers(attributes.data))
  }
  if (node.op === 'iota') {
    const strides = node.shape.map((_, axis) => (axis === node.attributes.axis ? 1 : 0))
    output.set(positions(node.shape, strides))
  }
}

/** An elementwise kernel, whose operands may be one element standing for all. */
export function compileElementwise(
  node: GraphNode,
  output: NumberArray,
  operands: readonly Operand[],
  inputs: readonly GraphNode[],
): Kernel {
  return elementwiseKernel(node.op, output, operands, inputs[0]!.dtype, node.dtype)
}

/** The kernels of any other node that has inputs. */
export function compileNode(node: GraphNode, context: NodeContext): Kernel[] {
  const { output, inputs, shapes } = context
  const [a, b] = inputs as [NumberArray, NumberArray]
  switch (node.op) {
    case 'randomBits':
      return [() => fillRandomBits(output as Int32Array, a, node.attributes.stream)]
    case 'sum':
    case 'mean':
    case 'max':
      return [reductionKernel(node, context)]
    case 'argmax':
      return [argmaxKernel(output, a, linesOf(shapes[0]!, node.attributes.axis))]
    case 'cumsum':
      return [cumsumKernel(output, a, linesOf(shapes[0]!, node.attributes.axis))]
    case 'matmul':
      return [matmulKernel(output, a, b, matmulSizes(node, shapes[0]!))]
    case 'conv2d':
    case 'convInputGradient':
    case 'convFilterGradient':
      return [compileConvolution(node, context)]
    case 'maxPool':
    case 'maxPoolGradient':
    case 'averagePool':
    case 'averagePoolGradient':
      return [compilePooling(node, context)]
    case 'broadcast':
    case 'transpose':
    case 'slice':
    case 'reverse':
      return [takeKernel(output, a, viewPositions(node, shapes[0]!))]
    case 'concat':
      return concatKernels(node, context)
    case 'pad': {
      const strides = stridesOf(node.shape)
      const start = node.attributes.before * strides[node.attributes.axis]!
      return [putKernel(output, a, positions(shapes[0]!, strides, start))]
    }
    case 'gather':
      return [gatherKernel(output, a, b)]
    case 'scatterAdd':
      return [scatterAddKernel(output, a, b)]
    case 'gatherAlong': {
      const strides = stridesOf(shapes[0]!)
      const { axis } = node.attributes
      const base = positions(node.shape, strides.with(axis, 0))
      return [gatherAlongKernel(output, a, b, base, strides[axis]!)]
    }
    case 'oneHot':
      return [oneHotKernel(output, a, node.attributes.depth)]
    case 'softmax':
      return [softmaxKernel(output, a, node.shape.at(-1)!)]
    case 'logSoftmax':
      return [logSoftmaxKernel(output, a, node.shape.at(-1)!)]
    default:
      throw new Error(`${node.op} is ${definitionOf(node.op).family} and has no kernel of its own`)
  }
}

function reductionKernel(
  node: NodeOf<'sum'> | NodeOf<'mean'> | NodeOf<'max'>,
  { output, inputs, shapes }: NodeContext,
): Kernel {
  const map = positions(shapes[0]!, growingStrides(node.shape))
  if (node.op === 'max') return maxKernel(output, inputs[0]!, map)
  return sumKernel(output, inputs[0]!, map, node.op === 'sum' ? 1 : map.length / output.length)
}

/** Where every element of a view lies in its source. */
function viewPositions(
  node: NodeOf<'broadcast'> | NodeOf<'transpose'> | NodeOf<'slice'> | NodeOf<'reverse'>,
  source: Shape,
): Int32Array {
  const strides = stridesOf(source)
  switch (node.op) {
    case 'broadcast':
      return positions(node.shape, growingStrides(source))
    case 'transpose':
      return positions(
        node.shape,
        node.attributes.permutation.map((axis) => strides[axis]!),
      )
    case 'slice':
      return positions(node.shape, strides, node.attributes.start * strides[node.attributes.axis]!)
    case 'reverse': {
      const { axis } = node.attributes
      const last = (source[axis]! - 1) * strides[axis]!
      return positions(node.shape, strides.with(axis, -strides[axis]!), last)
    }
  }
}

function concatKernels(node: NodeOf<'concat'>, { output, inputs, shapes }: NodeContext): Kernel[] {
  const inner = sizeOf(node.shape.slice(node.attributes.axis + 1))
  const pitch = node.shape[node.attributes.axis]! * inner
  let offset = 0
  return inputs.map((input, i) => {
    const width = shapes[i]![node.attributes.axis]! * inner
    offset += width
    return putBlocksKernel(output, input, width, pitch, offset - width)
  })
}

const linesOf = (shape: Shape, axis: number) => ({
  outer: sizeOf(shape.slice(0, axis)),
  length: shape[axis]!,
  inner: sizeOf(shape.slice(axis + 1)),
})

function matmulSizes(node: NodeOf<'matmul'>, a: Shape) {
  const [rows, columns] = node.shape.slice(-2) as [number, number]
  const batch = sizeOf(node.shape.slice(0, -2))
  const inner = sizeOf(a) / batch / rows
  return { batch, rows, inner, columns, ...node.attributes }
}
