import type {
  ConvolutionAttributes,
  GraphNode,
  OperationAttributes,
  OperationName,
  PoolingAttributes,
  Shape,
} from './types.js'

/** The methods of the graph builder for operations whose windows slide over images. */
export abstract class WindowBuilder {
  abstract node<Name extends OperationName>(
    op: Name,
    inputs: readonly GraphNode[],
    attributes: OperationAttributes[Name],
  ): GraphNode

  /**
   * Convolution of images x `[n, height, width, channels]` with filters
   * `[rows, columns, channels / groups, outputs]`. By default every stride and dilation is 1, there
   * is no padding and one group.
   */
  conv2d(
    x: GraphNode,
    filter: GraphNode,
    attributes: Partial<ConvolutionAttributes> = {},
  ): GraphNode {
    return this.node('conv2d', [x, filter], convolution(attributes))
  }
  /** Gradient of {@link conv2d} with respect to images of `inputShape`, from that of its result. */
  convInputGradient(
    y: GraphNode,
    filter: GraphNode,
    { inputShape, ...attributes }: Partial<ConvolutionAttributes> & { readonly inputShape: Shape },
  ): GraphNode {
    return this.node('convInputGradient', [y, filter], { ...convolution(attributes), inputShape })
  }
  /** Gradient of {@link conv2d} with respect to filters of `filterShape`, from that of its result. */
  convFilterGradient(
    x: GraphNode,
    y: GraphNode,
    {
      filterShape,
      ...attributes
    }: Partial<ConvolutionAttributes> & { readonly filterShape: Shape },
  ): GraphNode {
    return this.node('convFilterGradient', [x, y], { ...convolution(attributes), filterShape })
  }

  /**
   * The largest cell of every window, per channel, of images `[n, height, width, channels]`.
   * By default windows do not overlap and there is no padding, which never wins.
   */
  maxPool(x: GraphNode, attributes: PoolingOptions): GraphNode {
    return this.node('maxPool', [x], pooling(attributes))
  }
  /** Gradient of {@link maxPool} at x from that of its result; ties go to the first cell. */
  maxPoolGradient(x: GraphNode, y: GraphNode, attributes: PoolingOptions): GraphNode {
    return this.node('maxPoolGradient', [x, y], pooling(attributes))
  }
  /** The mean of the cells of every window that lie inside the image; otherwise as `maxPool`. */
  averagePool(x: GraphNode, attributes: PoolingOptions): GraphNode {
    return this.node('averagePool', [x], pooling(attributes))
  }
  /** Gradient of {@link averagePool} for images of `inputShape` from that of its result. */
  averagePoolGradient(
    y: GraphNode,
    { inputShape, ...attributes }: PoolingOptions & { readonly inputShape: Shape },
  ): GraphNode {
    return this.node('averagePoolGradient', [y], { ...pooling(attributes), inputShape })
  }
}

type PoolingOptions = Pick<PoolingAttributes, 'size'> & Partial<PoolingAttributes>

// Equal nodes are found by their attributes as text, so these have one order and nothing beside.
const convolution = ({
  strides = [1, 1],
  padding = [0, 0, 0, 0],
  dilation = [1, 1],
  groups = 1,
}: Partial<ConvolutionAttributes>): ConvolutionAttributes => ({
  strides,
  padding,
  dilation,
  groups,
})

const pooling = ({
  size,
  strides = size,
  padding = [0, 0, 0, 0],
}: PoolingOptions): PoolingAttributes => ({ size, strides, padding })
