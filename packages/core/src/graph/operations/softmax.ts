import { type OperationTable, requireAxis, requireInputs, requireTypes } from '../operation.js'
import type { GraphNode, OperationName } from '../types.js'

function infer(operation: OperationName, inputs: readonly GraphNode[]) {
  requireInputs(operation, inputs, 1)
  requireTypes(operation, inputs, ['float'])
  requireAxis(operation, 0, inputs[0]!.shape)
  return { shape: inputs[0]!.shape, dtype: 'float' as const }
}

/**
 * Over the last axis, shifted by its maximum. Primitive, because composed from `exp` and `sum`
 * neither its numbers nor its gradient would be safe.
 */
export const softmaxOperations: OperationTable<'softmax' | 'logSoftmax'> = {
  softmax: {
    family: 'other',
    infer: (inputs) => infer('softmax', inputs),
    gradient: ({ builder: b, node, cotangent }) => {
      const weighted = b.mul(cotangent, node)
      return [b.sub(weighted, b.mul(node, b.sum(weighted, [node.shape.length - 1])))]
    },
  },
  logSoftmax: {
    family: 'other',
    infer: (inputs) => infer('logSoftmax', inputs),
    gradient: ({ builder: b, node, cotangent }) => {
      const total = b.sum(cotangent, [node.shape.length - 1])
      return [b.sub(cotangent, b.mul(b.exp(node), total))]
    },
  },
}
