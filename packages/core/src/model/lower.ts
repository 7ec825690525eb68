import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import type { WeightRole } from '../layers/definition.js'
import type { ResolvedLayer } from '../spec/resolve.js'
import type { WeightLayout } from './layout.js'

/** The flat vectors of a model as nodes of a graph; absent where the model has no such weights. */
export type WeightNodes = Partial<Record<WeightRole, GraphNode>>

/** Declares the model's flat vectors as state of the program that is being built. */
export function weightInputs(builder: GraphBuilder, { sizes }: WeightLayout): WeightNodes {
  const nodes: WeightNodes = {}
  for (const [role, size] of Object.entries(sizes) as [WeightRole, number][]) {
    if (size === 0) continue
    nodes[role] = builder.input({ name: role, source: 'state', shape: [size], dtype: 'float' })
  }
  return nodes
}

/** What {@link lowerLayers} builds from. */
export interface Lowering {
  readonly builder: GraphBuilder
  readonly layers: readonly ResolvedLayer[]
  readonly layout: WeightLayout
  readonly weights: WeightNodes
  /** Rows of the model's input. */
  readonly input: GraphNode
  /** Whether this is a training step. */
  readonly training: boolean
  /** The key of a training step's random draws, int32 `[2]`; only models that draw need it. */
  readonly key?: GraphNode | undefined
}

/** Builds the forward pass and returns the model's output, rows first. */
export function lowerLayers(lowering: Lowering): GraphNode {
  const { builder, layers, layout, weights, training, key } = lowering
  const weightOf = (path: string): GraphNode => {
    const { role, offset, size, shape } = layout.entries.find((entry) => entry.path === path)!
    return builder.reshape(builder.slice(weights[role]!, 0, offset, size), shape)
  }
  return layers.reduce(
    (input, { name, definition, options }, stream) =>
      definition.lower(options, {
        builder,
        input,
        weight: (weight) => weightOf(`${name}/${weight}`),
        training,
        randomBits: (shape) => builder.randomBits(key!, shape, stream),
      }),
    lowering.input,
  )
}
