import type { GraphBuilder } from '../builder.js'
import { ensure, type OperationTable, requireInputs, requireTypes } from '../operation.js'
import { sameShape, showShape } from '../shape.js'
import type { GraphNode, PoolingAttributes, Shape } from '../types.js'
import { requireWindows, type Windows, windowPositions } from '../windows.js'
import { requireRank4 } from './convolution.js'

type Pooling = 'maxPool' | 'maxPoolGradient' | 'averagePool' | 'averagePoolGradient'

/**
 * One number per window and channel of images `[n, height, width, channels]`. Cells in the padding
 * do not take part, and every window has a cell that is not in it.
 */
export const poolingOperations: OperationTable<Pooling> = {
  /** The largest cell; NaN if there is one. */
  maxPool: {
    family: 'other',
    infer(inputs, attributes) {
      const [x] = floats('maxPool', inputs, 1)
      return { shape: pooledShape('maxPool', x!.shape, attributes), dtype: 'float' }
    },
    gradient: ({ builder, node, inputs: [x], cotangent }) => [
      builder.maxPoolGradient(x!, cotangent, node.attributes),
    ],
  },
  /**
   * Of images and a cotangent for every window: each is added to the first largest cell of its
   * window, row-major; to the first NaN, if there is one.
   */
  maxPoolGradient: {
    family: 'other',
    infer(inputs, attributes) {
      const [x, y] = floats('maxPoolGradient', inputs, 2)
      requirePooled('maxPoolGradient', y!, x!.shape, attributes)
      return { shape: x!.shape, dtype: 'float' }
    },
    gradient: ({ builder, node, inputs: [x, y], cotangent }) => [
      null,
      takeAtMaximum(builder, x!, cotangent, y!.shape, node.attributes),
    ],
  },
  /** The mean of the cells inside the image. */
  averagePool: {
    family: 'other',
    infer(inputs, attributes) {
      const [x] = floats('averagePool', inputs, 1)
      return { shape: pooledShape('averagePool', x!.shape, attributes), dtype: 'float' }
    },
    gradient: ({ builder, node: { attributes }, inputs: [x], cotangent }) => [
      builder.averagePoolGradient(cotangent, { ...attributes, inputShape: x!.shape }),
    ],
  },
  /** Of a cotangent for every window: it is shared equally among the cells inside the image. */
  averagePoolGradient: {
    family: 'other',
    infer(inputs, attributes) {
      const [y] = floats('averagePoolGradient', inputs, 1)
      requirePooled('averagePoolGradient', y!, attributes.inputShape, attributes)
      return { shape: attributes.inputShape, dtype: 'float' }
    },
    gradient: ({ builder, node, cotangent }) => [builder.averagePool(cotangent, node.attributes)],
  },
}

function floats(
  operation: Pooling,
  inputs: readonly GraphNode[],
  count: number,
): readonly GraphNode[] {
  requireInputs(operation, inputs, count)
  requireTypes(operation, inputs, ['float'])
  return inputs
}

/** The windows of a pooling over images of this shape. */
export const poolingWindows = (
  [, height, width]: Shape,
  { size, strides, padding }: PoolingAttributes,
): Windows => ({ image: [height!, width!], size, strides, padding, dilation: [1, 1] })

function pooledShape(operation: Pooling, image: Shape, attributes: PoolingAttributes): Shape {
  requireRank4(operation, 'images', '[n, height, width, channels]', image)
  const counts = requireWindows(operation, poolingWindows(image, attributes))
  const { size, padding } = attributes
  // Then the first window ends inside the image and the last one begins there.
  const small = padding.every((cells, side) => cells < size[side >> 1]!)
  ensure(small, operation, 'a window could lie in the padding entirely', {
    expected: `padding below the size ${size.join(' by ')}`,
    received: `[${padding}]`,
  })
  return [image[0]!, ...counts, image[3]!]
}

/** Throws unless `y` has the shape that pooling images of this shape gives. */
function requirePooled(
  operation: Pooling,
  y: GraphNode,
  image: Shape,
  attributes: PoolingAttributes,
): void {
  const shape = pooledShape(operation, image, attributes)
  ensure(sameShape(shape, y.shape), operation, 'the results have the wrong shape', {
    expected: `${showShape(shape)} for images ${showShape(image)}`,
    received: showShape(y.shape),
  })
}

/** For every window the element of `values` where `x` has its first maximum. */
function takeAtMaximum(
  b: GraphBuilder,
  x: GraphNode,
  values: GraphNode,
  pooled: Shape,
  attributes: PoolingAttributes,
): GraphNode {
  const [n, height, width, channels] = x.shape as [number, number, number, number]
  const cells = attributes.size[0] * attributes.size[1]
  const positions = insidePositions(windowPositions(poolingWindows(x.shape, attributes)), cells)
  const windows = positions.length / cells
  const indices = b.constants(positions, [windows, cells], 'int32')
  const inWindows = (images: GraphNode): GraphNode =>
    b.gather(b.transpose(b.reshape(images, [n, height * width, channels]), [1, 0, 2]), indices)
  const winners = b.argmax(inWindows(x), 1)
  const taken = b.gatherAlong(inWindows(values), winners, 1)
  return b.reshape(b.transpose(b.reshape(taken, [windows, n, channels]), [1, 0, 2]), pooled)
}

/**
 * Padded cells replaced by the first cell of their window that is not padded: a copy of a cell that
 * comes first anyway never changes which pixel is the first maximum.
 */
function insidePositions(positions: Int32Array, cells: number): Int32Array {
  return positions.map((position, i) => {
    if (position >= 0) return position
    const start = i - (i % cells)
    return positions.subarray(start, start + cells).find((other) => other >= 0)!
  })
}
