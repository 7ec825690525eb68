import {
  type ConvolutionAttributes,
  type Padding,
  type Pair,
  type PoolingAttributes,
  type Shape,
  sizeOf,
} from '@parallax-ml/core'
import { filterGradient, inputGradient, type Primitives, poolingCells } from '../patches.js'
import type { Ref, Scope } from '../saved-model/scope.js'
import { type Attribute, attribute } from '../saved-model/values.js'
import { largest, largestGradient } from './largest.js'
import type { Rules } from './rule.js'
import { reshape } from './structure.js'

const onImage = ([rows, columns]: Pair): Attribute => attribute.wholes([1, rows, columns, 1])
const isNone = (padding: Padding): boolean => padding.every((cells) => cells === 0)

/** Zeros around an image; where there are none, in the word that every kernel knows. */
const paddingOf = (cells: Padding): Record<string, Attribute> =>
  isNone(cells)
    ? { padding: attribute.text('VALID') }
    : {
        padding: attribute.text('EXPLICIT'),
        explicit_paddings: attribute.wholes([0, 0, ...cells, 0, 0]),
      }

const convolution = (given: ConvolutionAttributes): Record<string, Attribute> => ({
  strides: onImage(given.strides),
  dilations: onImage(given.dilation),
  ...paddingOf(given.padding),
})

/** How TensorFlow's pooling kernels are told the windows. */
const pooling = (given: PoolingAttributes): Record<string, Attribute> => ({
  ksize: onImage(given.size),
  strides: onImage(given.strides),
  ...paddingOf(given.padding),
})

/** Whether each channel has filters of its own, as TensorFlow's depthwise kernels can do it. */
const isDepthwise = (
  { groups, strides, dilation }: ConvolutionAttributes,
  [, , inputs]: Shape,
): boolean => groups > 1 && inputs === 1 && strides[0] === strides[1] && sizeOf(dilation) === 1

/** Only oneDNN has kernels for other gradients, and it takes only some of them. */
const hasGradientKernels = ({ groups, dilation }: ConvolutionAttributes): boolean =>
  groups === 1 && sizeOf(dilation) === 1

/** Filters of depthwise kernels: `[rows, columns, channels, filters of each]`. */
const depthwiseShape = ([rows, columns, , outputs]: Shape, groups: number): Shape => [
  rows!,
  columns!,
  groups,
  outputs! / groups,
]

const primitives = (scope: Scope): Primitives<Ref> => ({
  reshape: (x, shape) => reshape(scope, x, shape),
  transpose: (x, permutation) => scope.op('Transpose', [x, scope.wholes(permutation)]),
  take: (x, positions, axis) =>
    scope.op('GatherV2', [x, scope.wholes([...positions]), scope.scalar('int32', axis)]),
  padEnd(x, shape, axis) {
    const margins = shape.flatMap((_, i) => [0, i === axis ? 1 : 0])
    return scope.op('Pad', [x, scope.constant('int32', [shape.length, 2], margins)])
  },
  matmul: (a, b, { transposeA = false, transposeB = false }) =>
    scope.op('BatchMatMulV2', [a, b], {
      attributes: { adj_x: attribute.truth(transposeA), adj_y: attribute.truth(transposeB) },
    }),
  sumRows: (x, positions, count) =>
    scope.op('UnsortedSegmentSum', [x, scope.wholes([...positions]), scope.scalar('int32', count)]),
})

/** Margins of zeros around images, for kernels that know no padding or, given one, end the process. */
function padImages(scope: Scope, x: Ref, [top, bottom, left, right]: Padding): Ref {
  if (isNone([top, bottom, left, right])) return x
  const margins = [0, 0, top, bottom, left, right, 0, 0]
  return scope.op('Pad', [x, scope.constant('int32', [4, 2], margins)])
}

const paddedShape = ([n, height, width, channels]: Shape, padding: Padding): Shape => {
  const [top, bottom, left, right] = padding
  return [n!, top + height! + bottom, left + width! + right, channels!]
}

/** Images without their margins. */
function cropImages(scope: Scope, x: Ref, shape: Shape, padding: Padding): Ref {
  if (isNone(padding)) return x
  return scope.op('Slice', [x, scope.wholes([0, padding[0], padding[2], 0]), scope.wholes(shape)])
}

const noPadding: Padding = [0, 0, 0, 0]

/** By how much a mean that counts the padding has to grow, window by window. */
function growth(
  scope: Scope,
  float: 'float' | 'double',
  image: Shape,
  [, rows, columns]: Shape,
  attributes: PoolingAttributes,
): Ref {
  const { cells, inside } = poolingCells(image, attributes)
  const factors = inside.map((count) => cells / count)
  return scope.constant(float, [1, rows!, columns!, 1], factors)
}

/** Convolution and pooling. */
export const windowRules: Rules = {
  conv2d({ scope, inputs: [x, filter], shapes: [, shape], node }) {
    const { groups, padding } = node.attributes
    if (!isDepthwise(node.attributes, shape!)) {
      return scope.op('Conv2D', [x!, filter!], { attributes: convolution(node.attributes) })
    }
    const attributes = convolution({ ...node.attributes, padding: noPadding })
    const filters = reshape(scope, filter!, depthwiseShape(shape!, groups))
    return scope.op('DepthwiseConv2dNative', [padImages(scope, x!, padding), filters], {
      attributes,
    })
  },
  convInputGradient({ scope, inputs: [y, filter], shapes: [result, filterShape], node }) {
    const { groups, padding } = node.attributes
    if (isDepthwise(node.attributes, filterShape!)) {
      const attributes = convolution({ ...node.attributes, padding: noPadding })
      const filters = reshape(scope, filter!, depthwiseShape(filterShape!, groups))
      const inputs = [scope.wholes(paddedShape(node.shape, padding)), filters, y!]
      const whole = scope.op('DepthwiseConv2dNativeBackpropInput', inputs, { attributes })
      return cropImages(scope, whole, node.shape, padding)
    }
    if (!hasGradientKernels(node.attributes)) {
      const shapes = [result!, filterShape!] as const
      return inputGradient(primitives(scope), [y!, filter!], shapes, node.shape, node.attributes)
    }
    const attributes = convolution(node.attributes)
    return scope.op('Conv2DBackpropInput', [scope.wholes(node.shape), filter!, y!], { attributes })
  },
  convFilterGradient({ scope, inputs: [x, y], shapes: [image, result], node }) {
    const { groups, padding } = node.attributes
    if (isDepthwise(node.attributes, node.shape)) {
      const attributes = convolution({ ...node.attributes, padding: noPadding })
      const sizes = scope.wholes(depthwiseShape(node.shape, groups))
      const inputs = [padImages(scope, x!, padding), sizes, y!]
      const filters = scope.op('DepthwiseConv2dNativeBackpropFilter', inputs, { attributes })
      return reshape(scope, filters, node.shape)
    }
    if (!hasGradientKernels(node.attributes)) {
      const shapes = [image!, result!] as const
      return filterGradient(primitives(scope), [x!, y!], shapes, node.shape, node.attributes)
    }
    const attributes = convolution(node.attributes)
    return scope.op('Conv2DBackpropFilter', [x!, scope.wholes(node.shape), y!], { attributes })
  },

  maxPool: (lowering) => largest(lowering, pooling(lowering.node.attributes)),
  maxPoolGradient: (lowering) => largestGradient(lowering, pooling(lowering.node.attributes)),
  averagePool({ scope, float, inputs: [x], shapes: [image], node }) {
    const { padding } = node.attributes
    const attributes = pooling({ ...node.attributes, padding: noPadding })
    const means = scope.op('AvgPool', [padImages(scope, x!, padding)], { attributes })
    if (isNone(padding)) return means
    return scope.op('Mul', [means, growth(scope, float, image!, node.shape, node.attributes)])
  },
  averagePoolGradient({ scope, float, inputs: [y], shapes: [result], node }) {
    const { padding } = node.attributes
    const attributes = pooling({ ...node.attributes, padding: noPadding })
    const shares = isNone(padding)
      ? y!
      : scope.op('Mul', [y!, growth(scope, float, node.shape, result!, node.attributes)])
    const sizes = scope.wholes(paddedShape(node.shape, padding))
    const whole = scope.op('AvgPoolGrad', [sizes, shares], { attributes })
    return cropImages(scope, whole, node.shape, padding)
  },
}
