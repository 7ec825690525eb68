import { poolingWindows } from '../graph/operations/pooling.js'
import type { NodeOf, Shape } from '../graph/types.js'
import type { NodeContext } from './compile-node.js'
import type { Kernel, NumberArray } from './kernels/arrays.js'
import {
  conv2dKernel,
  convFilterGradientKernel,
  convInputGradientKernel,
} from './kernels/convolution.js'
import type { ConvolutionSizes } from './kernels/patches.js'
import {
  averagePoolGradientKernel,
  averagePoolKernel,
  maxPoolGradientKernel,
  maxPoolKernel,
} from './kernels/pooling.js'

type Convolution = NodeOf<'conv2d'> | NodeOf<'convInputGradient'> | NodeOf<'convFilterGradient'>
type Pooling =
  | NodeOf<'maxPool'>
  | NodeOf<'maxPoolGradient'>
  | NodeOf<'averagePool'>
  | NodeOf<'averagePoolGradient'>

/** The kernel of a convolution or one of its gradients. */
export function compileConvolution(
  node: Convolution,
  { output, inputs, shapes }: NodeContext,
): Kernel {
  const [a, b] = inputs as [NumberArray, NumberArray]
  const [first, second] = shapes as [Shape, Shape]
  switch (node.op) {
    case 'conv2d':
      return conv2dKernel(output, a, b, convolutionSizes(node, first, second))
    case 'convInputGradient': {
      const sizes = convolutionSizes(node, node.attributes.inputShape, second)
      return convInputGradientKernel(output, a, b, sizes)
    }
    case 'convFilterGradient': {
      const sizes = convolutionSizes(node, first, node.attributes.filterShape)
      return convFilterGradientKernel(output, a, b, sizes)
    }
  }
}

function convolutionSizes(
  { attributes: { strides, padding, dilation, groups } }: Convolution,
  image: Shape,
  filter: Shape,
): ConvolutionSizes {
  const [images, height, width, channels] = image as [number, number, number, number]
  const [rows, columns, , outputs] = filter as [number, number, number, number]
  return {
    windows: { image: [height, width], size: [rows, columns], strides, padding, dilation },
    images,
    channels,
    outputs,
    groups,
  }
}

/** The kernel of a pooling or its gradient. */
export function compilePooling(node: Pooling, { output, inputs, shapes }: NodeContext): Kernel {
  const [a, b] = inputs as [NumberArray, NumberArray]
  const image = node.op === 'averagePoolGradient' ? node.attributes.inputShape : shapes[0]!
  const windows = poolingWindows(image, node.attributes)
  const sizes = { windows, images: image[0]!, channels: image[3]! }
  switch (node.op) {
    case 'maxPool':
      return maxPoolKernel(output, a, sizes)
    case 'maxPoolGradient':
      return maxPoolGradientKernel(output, a, b, sizes)
    case 'averagePool':
      return averagePoolKernel(output, a, sizes)
    case 'averagePoolGradient':
      return averagePoolGradientKernel(output, a, sizes)
  }
}
