import type { GraphBuilder } from '../graph/builder.js'
import { sizeOf } from '../graph/shape.js'
import type { GraphNode } from '../graph/types.js'
import type { WeightRole } from '../layers/definition.js'
import type { Architecture } from './architecture.js'
import type { WeightEntry, WeightLayout } from './layout.js'

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

/** What {@link lowerModel} builds from. */
export interface Lowering {
  readonly builder: GraphBuilder
  readonly architecture: Architecture
  readonly weights: WeightNodes
  /** Rows of every input of the model, by name. */
  readonly inputs: Readonly<Record<string, GraphNode>>
  /** Whether this is a training step. */
  readonly training: boolean
  /** In a training step, `[rows]`: 1 for a row of data, 0 for a row of padding. */
  readonly mask?: GraphNode | undefined
  /** The key of a training step's random draws, int32 `[2]`; only models that draw need it. */
  readonly key?: GraphNode | undefined
  /** May put another node in the place of what a call of a layer gives. */
  readonly replace?: ((name: string, value: GraphNode) => GraphNode) | undefined
}

/** The forward pass as nodes of a graph. */
export interface LoweredModel {
  /** The model's outputs by name, rows first. */
  readonly outputs: Readonly<Record<string, GraphNode>>
  /** The new value of the flat vector of statistics, if a layer set some. */
  readonly statistics?: GraphNode | undefined
  /** Every value by its name: the inputs, and what each call of a layer gives. */
  readonly values: ReadonlyMap<string, GraphNode>
}

/** Builds the forward pass. */
export function lowerModel(lowering: Lowering): LoweredModel {
  const { builder: b, architecture, weights, inputs, training, mask, key, replace } = lowering
  const { entries } = architecture.layout
  const values = new Map(Object.entries(inputs))
  const statistics = new Map<string, GraphNode>()
  let draws = 0
  const entryOf = (path: string): WeightEntry => entries.find((entry) => entry.path === path)!
  for (const { layer, inputs: names, output } of architecture.calls) {
    const read = names.map((name) => values.get(name)!)
    const value = layer.definition.lower(layer.options, {
      builder: b,
      input: read[0]!,
      inputs: read,
      training,
      trainable: layer.trainable,
      mask,
      weight(name) {
        const path = `${layer.name}/${name}`
        return statistics.get(path) ?? sliceOf(b, weights, entryOf(path))
      },
      setStatistic: (name, node) => statistics.set(`${layer.name}/${name}`, node),
      randomBits: (shape) => b.randomBits(key!, shape, draws++),
    })
    values.set(output, replace?.(output, value) ?? value)
  }
  const outputs = Object.entries(architecture.outputs).map(
    ([name, { value }]) => [name, values.get(value)!] as const,
  )
  const changed = statistics.size > 0 ? joinStatistics(b, weights, entries, statistics) : undefined
  return { outputs: Object.fromEntries(outputs), statistics: changed, values }
}

/** A weight as a view of its flat vector. */
export const sliceOf = (
  b: GraphBuilder,
  weights: WeightNodes,
  { role, offset, size, shape }: WeightEntry,
): GraphNode => b.reshape(b.slice(weights[role]!, 0, offset, size), shape)

/** The flat vector of statistics with the changed ones in their places. */
function joinStatistics(
  b: GraphBuilder,
  weights: WeightNodes,
  entries: readonly WeightEntry[],
  changed: ReadonlyMap<string, GraphNode>,
): GraphNode {
  const parts = entries
    .filter(({ role }) => role === 'statistics')
    .map((entry) => changed.get(entry.path) ?? sliceOf(b, weights, entry))
  return b.concat(
    parts.map((part) => b.reshape(part, [sizeOf(part.shape)])),
    0,
  )
}
