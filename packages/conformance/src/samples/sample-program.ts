import {
  createProgram,
  type GraphBuilder,
  type GraphNode,
  type NumberArray,
  type OperationAttributes,
  type OperationName,
  type Program,
  randomUniform,
} from '@parallax-ml/core'
import type { OperationSample } from './operations.js'

/** The feeds of a sample and its program's inputs. */
export const feedName = (index: number): string => `input${index}`

/** Declares the inputs of a sample and applies its operation. */
export function buildSample(b: GraphBuilder, { operation, attributes, inputs }: OperationSample) {
  const nodes = inputs.map(({ shape, dtype }, i) =>
    b.input({ name: feedName(i), source: 'feed', shape, dtype }),
  )
  const primitive = operation === 'uniform' ? 'randomBits' : operation
  const result = b.node(primitive, nodes, attributes as OperationAttributes[OperationName])
  return { nodes, output: operation === 'uniform' ? randomUniform(b, result) : result }
}

/** A program that gives a node as `output`. */
export const programOf = (b: GraphBuilder, output: GraphNode): Program =>
  createProgram(b, { outputs: { output } })

/** Feeds of a sample, without those that simplification made unnecessary. */
export function feedsOf(
  { inputs }: OperationSample,
  program: Program,
): Record<string, NumberArray> {
  const used = new Set(
    program.graph.nodes.flatMap((node) => (node.op === 'input' ? [node.attributes.name] : [])),
  )
  return Object.fromEntries(
    inputs.map(({ data }, i) => [feedName(i), data] as const).filter(([name]) => used.has(name)),
  )
}
