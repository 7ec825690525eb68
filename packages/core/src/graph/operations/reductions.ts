import {
  ensure,
  type OperationTable,
  requireAxis,
  requireInputs,
  requireTypes,
} from '../operation.js'
import { sizeOf } from '../shape.js'
import type { GraphNode, OperationName, Shape } from '../types.js'

function reduceShape(
  operation: OperationName,
  { shape }: GraphNode,
  axes: readonly number[],
): Shape {
  for (const axis of axes) requireAxis(operation, axis, shape)
  ensure(new Set(axes).size === axes.length, operation, 'an axis is named twice', {
    received: `[${axes}]`,
  })
  return shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
}

/** Over axes, which stay as 1. */
export const reductionOperations: OperationTable<'sum' | 'mean' | 'max' | 'argmax' | 'cumsum'> = {
  sum: {
    family: 'other',
    infer(inputs, { axes }) {
      requireInputs('sum', inputs, 1)
      requireTypes('sum', inputs, ['float', 'int32'])
      return { shape: reduceShape('sum', inputs[0]!, axes), dtype: inputs[0]!.dtype }
    },
    gradient: ({ builder, inputs: [x], cotangent }) => [builder.broadcast(cotangent, x!.shape)],
  },
  mean: {
    family: 'other',
    infer(inputs, { axes }) {
      requireInputs('mean', inputs, 1)
      requireTypes('mean', inputs, ['float'])
      return { shape: reduceShape('mean', inputs[0]!, axes), dtype: 'float' }
    },
    gradient: ({ builder: b, node, inputs: [x], cotangent }) => {
      const count = sizeOf(x!.shape) / sizeOf(node.shape)
      return [b.broadcast(b.div(cotangent, count), x!.shape)]
    },
  },
  /** NaN if any element is; the gradient of tied maxima is split equally. */
  max: {
    family: 'other',
    infer(inputs, { axes }) {
      requireInputs('max', inputs, 1)
      requireTypes('max', inputs, ['float', 'int32'])
      return { shape: reduceShape('max', inputs[0]!, axes), dtype: inputs[0]!.dtype }
    },
    gradient: ({ builder: b, node, inputs: [x], cotangent }) => {
      const winners = b.cast(b.equal(x!, b.broadcast(node, x!.shape)), 'float')
      const share = b.div(cotangent, b.sum(winners, node.attributes.axes))
      return [b.mul(winners, b.broadcast(share, x!.shape))]
    },
  },
  /** Index of the first largest element; the first NaN, if there is one, counts as largest. */
  argmax: {
    family: 'other',
    infer(inputs, { axis }) {
      requireInputs('argmax', inputs, 1)
      requireTypes('argmax', inputs, ['float', 'int32'])
      return { shape: reduceShape('argmax', inputs[0]!, [axis]), dtype: 'int32' }
    },
    gradient: () => [null],
  },
  /** Running sum along an axis, the element itself included. */
  cumsum: {
    family: 'other',
    infer(inputs, { axis }) {
      requireInputs('cumsum', inputs, 1)
      requireTypes('cumsum', inputs, ['float', 'int32'])
      requireAxis('cumsum', axis, inputs[0]!.shape)
      return { shape: inputs[0]!.shape, dtype: inputs[0]!.dtype }
    },
    gradient: ({ builder: b, node, cotangent }) => {
      const { axis } = node.attributes
      return [b.reverse(b.cumsum(b.reverse(cotangent, axis), axis), axis)]
    },
  },
}
