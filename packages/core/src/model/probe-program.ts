import { GraphBuilder } from '../graph/builder.js'
import { differentiate } from '../graph/differentiate.js'
import { createProgram, type Program } from '../graph/program.js'
import type { GraphNode } from '../graph/types.js'
import { modelInputs } from '../training/programs.js'
import type { Architecture } from './architecture.js'
import { lowerModel, weightInputs } from './lower.js'

/** Names of values inside a model, by the names under which results are given. */
export interface Probing {
  readonly output: string
  readonly values: Readonly<Record<string, string>>
  readonly gradients: Readonly<Record<string, string>>
}

/** The feed of a 0 for every row that is added to a value inside the model. */
export const zeroFeed = (value: string): string => `zero/${value}`

/**
 * The forward pass of `rows` rows and its vector-Jacobian product with the feed `cotangent`; gives
 * `output`, `value/…` and `gradient/…`.
 *
 * Nothing is differentiated with respect to a value itself, as equal nodes are made once: what a
 * layer that does nothing gives is the same node as what it is given. A zero of its own is added to
 * each, and that is what the gradient is taken of.
 */
export function probeProgram(
  architecture: Architecture,
  { output, values, gradients }: Probing,
  rows: number,
): Program {
  const b = new GraphBuilder()
  const inputs = modelInputs(b, architecture, rows)
  const wanted = new Set(Object.values(gradients))
  const zeros = new Map<string, GraphNode>(Object.entries(inputs))
  const lowered = lowerModel({
    builder: b,
    architecture,
    weights: weightInputs(b, architecture.layout),
    inputs,
    training: false,
    replace(name, value) {
      if (!wanted.has(name)) return value
      const zero = b.input({ name: zeroFeed(name), source: 'feed', shape: [rows], dtype: 'float' })
      const column = b.reshape(zero, [rows, ...value.shape.slice(1).map(() => 1)])
      zeros.set(name, b.broadcast(column, value.shape))
      return b.add(value, zeros.get(name)!)
    },
  })
  const result = lowered.outputs[output]!
  const names = Object.keys(gradients)
  const found = names.length > 0 ? differentiateRows(b, result, names.map(zeroOf)) : []
  return createProgram(b, {
    outputs: {
      output: result,
      ...named('value', Object.keys(values), (name) => lowered.values.get(values[name]!)!),
      ...named('gradient', names, (_, i) => found[i]!),
    },
  })

  function zeroOf(name: string): GraphNode {
    return zeros.get(gradients[name]!)!
  }
}

function differentiateRows(b: GraphBuilder, output: GraphNode, wrt: GraphNode[]): GraphNode[] {
  const { shape } = output
  const cotangent = b.input({ name: 'cotangent', source: 'feed', shape, dtype: 'float' })
  return differentiate(b, output, wrt, cotangent)
}

const named = (
  prefix: string,
  names: readonly string[],
  node: (name: string, index: number) => GraphNode,
): Record<string, GraphNode> =>
  Object.fromEntries(names.map((name, i) => [`${prefix}/${name}`, node(name, i)]))
