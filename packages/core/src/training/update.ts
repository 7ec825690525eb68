import { constrain } from '../constraints/index.js'
import { GraphBuilder } from '../graph/builder.js'
import { createProgram, type Program } from '../graph/program.js'
import type { GraphNode } from '../graph/types.js'
import type { WeightEntry, WeightLayout } from '../model/layout.js'
import type { ResolvedOptimizer } from '../optimizers/index.js'

/** Prefix of the state that belongs to the optimiser rather than the model. */
const slotName = (slot: string): string => `optimizer/${slot}`

/**
 * An optimiser's step on the flat trainable vector: decoupled decay, the update, learning-rate
 * multipliers, constraints. Returns the new state by name.
 */
export function updateWeights(
  b: GraphBuilder,
  { definition, options }: ResolvedOptimizer,
  layout: Pick<WeightLayout, 'entries'>,
  trainable: GraphNode,
  gradient: GraphNode,
): Record<string, GraphNode> {
  const count = scheduleOf({ definition, options }, 1).length
  const schedule = b.input({ name: 'schedule', source: 'feed', shape: [count], dtype: 'float' })
  const scalars = Array.from({ length: count }, (_, i) => b.slice(schedule, 0, i, 1))
  const decayed = options.weightDecay === 0 ? trainable : b.mul(trainable, scalars.pop()!)
  const slot = (name: string): GraphNode =>
    b.input({ name: slotName(name), source: 'state', shape: trainable.shape, dtype: 'float' })
  const update = definition.update(options, {
    builder: b,
    weights: decayed,
    gradient,
    slot,
    scalars,
  })
  const entries = layout.entries.filter(({ role }) => role === 'trainable')
  const scaled = multiplyRates(b, entries, trainable, update.weights)
  const slots = Object.entries(update.slots).map(([name, value]) => [slotName(name), value])
  return { trainable: constrainAll(b, entries, scaled), ...Object.fromEntries(slots) }
}

/** The step of every weight times its layer's multiplier: all optimisers step in proportion to the rate. */
function multiplyRates(
  b: GraphBuilder,
  entries: readonly WeightEntry[],
  before: GraphNode,
  after: GraphNode,
): GraphNode {
  if (entries.every(({ learningRateMultiplier }) => learningRateMultiplier === 1)) return after
  const factors = entries.map(({ size, learningRateMultiplier }) =>
    b.constant(learningRateMultiplier, [size]),
  )
  return b.add(before, b.mul(b.sub(after, before), b.concat(factors, 0)))
}

function constrainAll(
  b: GraphBuilder,
  entries: readonly WeightEntry[],
  flat: GraphNode,
): GraphNode {
  if (entries.every(({ constraint }) => constraint === undefined)) return flat
  const parts = entries.map(({ constraint, offset, size, shape }) => {
    const part = b.slice(flat, 0, offset, size)
    if (constraint === undefined) return part
    return b.reshape(constrain(b, constraint, b.reshape(part, shape)), [size])
  })
  return b.concat(parts, 0)
}

/**
 * An optimiser by itself: state `trainable` of `size` weights, feeds `gradient` and `schedule`. For
 * tests and tools; training builds the same update into its step.
 */
export function optimizerProgram(optimizer: ResolvedOptimizer, size: number): Program {
  const b = new GraphBuilder()
  const trainable = b.input({ name: 'trainable', source: 'state', shape: [size], dtype: 'float' })
  const gradient = b.input({ name: 'gradient', source: 'feed', shape: [size], dtype: 'float' })
  return createProgram(b, {
    updates: updateWeights(b, optimizer, { entries: [] }, trainable, gradient),
  })
}

/** The numbers that the feed `schedule` holds in step `step`, counted from 1. */
export function scheduleOf({ definition, options }: ResolvedOptimizer, step: number): number[] {
  const decay = options.weightDecay === 0 ? [] : [1 - options.weightDecay * options.learningRate]
  return [...definition.scalars(options, step), ...decay]
}
