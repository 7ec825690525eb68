import type { GraphBuilder } from '../builder.js'
import {
  ensure,
  type OperationTable,
  requireAxis,
  requireInputs,
  requireTypes,
} from '../operation.js'
import { sameShape, showShape, sizeOf, stridesOf, withAxis } from '../shape.js'
import type { GraphNode, Shape } from '../types.js'

/** Indices are int32 and valid: core checks the ranges that inputs declare, executors rely on it. */
export const indexingOperations: OperationTable<
  'gather' | 'scatterAdd' | 'gatherAlong' | 'oneHot'
> = {
  /** Rows of a table: result shape is that of the indices, then that of one row. */
  gather: {
    family: 'other',
    infer(inputs) {
      requireInputs('gather', inputs, 2)
      const [table, indices] = inputs as [GraphNode, GraphNode]
      requireTypes('gather', [indices], ['int32'])
      requireAxis('gather', 0, table.shape)
      return { shape: [...indices.shape, ...table.shape.slice(1)], dtype: table.dtype }
    },
    gradient: ({ builder, inputs: [table, indices], cotangent }) => [
      builder.scatterAdd(cotangent, indices!, table!.shape[0]!),
      null,
    ],
  },
  /** Adds rows of updates into a table of zeros; rows with the same index accumulate. */
  scatterAdd: {
    family: 'other',
    infer(inputs, { rows }) {
      requireInputs('scatterAdd', inputs, 2)
      const [updates, indices] = inputs as [GraphNode, GraphNode]
      requireTypes('scatterAdd', [updates], ['float', 'int32'])
      requireTypes('scatterAdd', [indices], ['int32'])
      const rank = indices.shape.length
      const fits = sameShape(updates.shape.slice(0, rank), indices.shape)
      ensure(fits, 'scatterAdd', 'the updates do not begin with the shape of the indices', {
        expected: showShape(indices.shape),
        received: showShape(updates.shape),
      })
      return { shape: [rows, ...updates.shape.slice(rank)], dtype: updates.dtype }
    },
    gradient: ({ builder, inputs: [, indices], cotangent }) => [
      builder.gather(cotangent, indices!),
      null,
    ],
  },
  /** One element per index, along an axis; the other axes of data and indices are equal. */
  gatherAlong: {
    family: 'other',
    infer(inputs, { axis }) {
      requireInputs('gatherAlong', inputs, 2)
      const [data, indices] = inputs as [GraphNode, GraphNode]
      requireTypes('gatherAlong', [indices], ['int32'])
      requireAxis('gatherAlong', axis, data.shape)
      const fits =
        data.shape.length === indices.shape.length &&
        sameShape(withAxis(data.shape, axis, 1), withAxis(indices.shape, axis, 1))
      ensure(fits, 'gatherAlong', `data and indices differ elsewhere than on axis ${axis}`, {
        expected: showShape(data.shape),
        received: showShape(indices.shape),
      })
      return { shape: indices.shape, dtype: data.dtype }
    },
    gradient: ({ builder: b, node, inputs: [data, indices], cotangent }) => {
      const count = sizeOf(node.shape)
      const positions = flatPositions(b, indices!, data!.shape, node.attributes.axis)
      const flat = b.scatterAdd(
        b.reshape(cotangent, [count]),
        b.reshape(positions, [count]),
        sizeOf(data!.shape),
      )
      return [b.reshape(flat, data!.shape), null]
    },
  },
  /** A new last axis of `depth`, 1 at the index and 0 elsewhere. */
  oneHot: {
    family: 'other',
    infer(inputs, { depth }) {
      requireInputs('oneHot', inputs, 1)
      requireTypes('oneHot', inputs, ['int32'])
      return { shape: [...inputs[0]!.shape, depth], dtype: 'float' }
    },
    gradient: () => [null],
  },
}

/** Row-major position, in a tensor of `shape`, of the element that each index picks on `axis`. */
function flatPositions(b: GraphBuilder, indices: GraphNode, shape: Shape, axis: number): GraphNode {
  return stridesOf(shape).reduce<GraphNode | undefined>((total, stride, i) => {
    const index = i === axis ? indices : b.iota(indices.shape, i)
    const offset = b.mul(index, stride)
    return total === undefined ? offset : b.add(total, offset)
  }, undefined)!
}
