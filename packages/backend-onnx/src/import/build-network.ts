import { FileError, type GraphBuilder, type GraphNode, isParallaxError } from '@parallax-ml/core'
import type { Network, NetworkNode } from './network.js'
import { foldConstants, isHost, type Operand, OperationContext } from './operand.js'
import { ruleFor } from './operations/index.js'

/**
 * The values of a network as nodes of core's graph.
 * @throws {FileError} naming the node that cannot be converted.
 */
export function buildNetwork(
  builder: GraphBuilder,
  { nodes, opset, constants, output }: Pick<Network, 'nodes' | 'opset' | 'constants' | 'output'>,
  given: ReadonlyMap<string, Operand>,
): GraphNode {
  const values = new Map<string, Operand>([...Object.entries(constants), ...given])
  for (const node of nodes) {
    const operands = node.inputs.map((name) => (name === '' ? undefined : values.get(name)!))
    const results = resultsOf(builder, node, opset, operands)
    for (const [i, name] of node.outputs.entries()) {
      const result = results[i]
      if (result !== undefined && name !== '') values.set(name, result)
    }
  }
  const context = new OperationContext(builder, nodes.at(-1)!, opset, [values.get(output)])
  return context.input(0)
}

function resultsOf(
  builder: GraphBuilder,
  node: NetworkNode,
  opset: number,
  operands: readonly (Operand | undefined)[],
): readonly Operand[] {
  const context = new OperationContext(builder, node, opset, operands)
  const isKnown = operands.every((operand) => operand === undefined || isHost(operand))
  try {
    const results = ruleFor(node.operation)(context)
    for (const { shape } of results) context.requireSmall(shape)
    return isKnown ? foldConstants(builder, results) : results
  } catch (error) {
    if (isParallaxError(error) && error.code === 'INVALID_FILE') throw error
    throw new FileError({
      where: `onnx file, node '${node.name}' (${node.operation})`,
      problem: `it does not fit its inputs: ${(error as Error).message}`,
      cause: error,
    })
  }
}
