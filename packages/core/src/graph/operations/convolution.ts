import { ensure, type OperationTable, requireInputs, requireTypes } from '../operation.js'
import { isShape, sameShape, showShape } from '../shape.js'
import type { ConvolutionAttributes, GraphNode, OperationName, Shape } from '../types.js'
import { requireWhole, requireWindows } from '../windows.js'

type Convolution = 'conv2d' | 'convInputGradient' | 'convFilterGradient'

/**
 * Convolution (cross-correlation, as in every neural-network library) of images with filters, with
 * explicit zeros around the images. With images x `[n, height, width, channels]`, filters f
 * `[rows, columns, channels / groups, outputs]` and results y `[n, rows of windows, columns of
 * windows, outputs]` all three operations come from one trilinear form
 *
 *     T(x, f, y) = Σ x[n, i·s − top + p·d, j·s − left + q·d, g·c + k] · f[p, q, k, o] · y[n, i, j, o]
 *
 * where output o belongs to group g: each is its derivative with respect to the argument that is
 * missing. So the gradient of each is made of the other two.
 */
export const convolutionOperations: OperationTable<Convolution> = {
  /** Images and filters → results. */
  conv2d: {
    family: 'other',
    infer(inputs, attributes) {
      const [x, filter] = twoFloats('conv2d', inputs)
      return { shape: resultShape('conv2d', x.shape, filter.shape, attributes), dtype: 'float' }
    },
    gradient: ({ builder: b, node: { attributes }, inputs: [x, filter], cotangent }) => [
      b.convInputGradient(cotangent, filter!, { ...attributes, inputShape: x!.shape }),
      b.convFilterGradient(x!, cotangent, { ...attributes, filterShape: filter!.shape }),
    ],
  },
  /** Results and filters → images of `inputShape`. */
  convInputGradient: {
    family: 'other',
    infer(inputs, attributes) {
      const [y, filter] = twoFloats('convInputGradient', inputs)
      const shape = attributes.inputShape
      requireResult('convInputGradient', y, shape, filter.shape, attributes)
      return { shape, dtype: 'float' }
    },
    gradient: ({ builder: b, node: { attributes }, inputs: [y, filter], cotangent }) => [
      b.conv2d(cotangent, filter!, attributes),
      b.convFilterGradient(cotangent, y!, { ...attributes, filterShape: filter!.shape }),
    ],
  },
  /** Images and results → filters of `filterShape`. */
  convFilterGradient: {
    family: 'other',
    infer(inputs, attributes) {
      const [x, y] = twoFloats('convFilterGradient', inputs)
      const shape = attributes.filterShape
      requireResult('convFilterGradient', y, x.shape, shape, attributes)
      return { shape, dtype: 'float' }
    },
    gradient: ({ builder: b, node: { attributes }, inputs: [x, y], cotangent }) => [
      b.convInputGradient(y!, cotangent, { ...attributes, inputShape: x!.shape }),
      b.conv2d(x!, cotangent, attributes),
    ],
  },
}

function twoFloats(operation: Convolution, inputs: readonly GraphNode[]): [GraphNode, GraphNode] {
  requireInputs(operation, inputs, 2)
  requireTypes(operation, inputs, ['float'])
  return inputs as unknown as [GraphNode, GraphNode]
}

/** Throws unless `y` has the shape that images and filters of these shapes give. */
function requireResult(
  operation: Convolution,
  y: GraphNode,
  image: Shape,
  filter: Shape,
  attributes: ConvolutionAttributes,
): void {
  const shape = resultShape(operation, image, filter, attributes)
  ensure(sameShape(shape, y.shape), operation, 'the results have the wrong shape', {
    expected: `${showShape(shape)} for images ${showShape(image)} and filters ${showShape(filter)}`,
    received: showShape(y.shape),
  })
}

function resultShape(
  operation: Convolution,
  image: Shape,
  filter: Shape,
  { groups, ...attributes }: ConvolutionAttributes,
): Shape {
  requireRank4(operation, 'images', '[n, height, width, channels]', image)
  requireRank4(operation, 'filters', '[rows, columns, channels / groups, outputs]', filter)
  requireWhole(operation, 'groups', [groups], { count: 1, least: 1 })
  const [n, height, width, channels] = image as [number, number, number, number]
  const [rows, columns, inputs, outputs] = filter as [number, number, number, number]
  ensure(inputs * groups === channels, operation, 'images and filters differ in channels', {
    expected: `${channels} channels in ${groups} groups`,
    received: `filters ${showShape(filter)}`,
  })
  ensure(outputs % groups === 0, operation, 'the outputs do not divide into the groups', {
    expected: `a multiple of ${groups}`,
    received: String(outputs),
  })
  const windows = { image: [height, width], size: [rows, columns], ...attributes } as const
  return [n, ...requireWindows(operation, windows), outputs]
}

/** Throws unless `shape` is a shape of four axes. */
export function requireRank4(
  operation: OperationName,
  what: string,
  axes: string,
  shape: Shape,
): void {
  ensure(isShape(shape) && shape.length === 4, operation, `${what} have four axes`, {
    expected: axes,
    received: showShape(shape),
  })
}
