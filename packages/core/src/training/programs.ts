import { GraphBuilder } from '../graph/builder.js'
import { differentiate } from '../graph/differentiate.js'
import { createProgram, type Program } from '../graph/program.js'
import type { GraphNode } from '../graph/types.js'
import type { Architecture } from '../model/architecture.js'
import { lowerLayers, weightInputs } from '../model/lower.js'
import type { ResolvedOptimizer } from '../optimizers/index.js'
import { type BatchOptions, batchInputs } from './batch-inputs.js'
import { type BatchSums, type Objective, sumObjective } from './objective.js'
import { needsPredictions, predictionOutputs } from './predictions.js'

/** Prefix of the state that belongs to the optimiser rather than the model. */
export const slotName = (slot: string): string => `optimizer/${slot}`

const resultsOf = ({ loss, metrics }: BatchSums): Record<string, GraphNode> => ({
  loss,
  ...metrics,
})

/**
 * One training step: forward pass, loss, gradient and update in one graph. Fed per step: `mask`,
 * `inverseCount` (1 over the number of rows), `schedule` (the optimiser's numbers, and the factor
 * of weight decay if there is any), and `key` where the model draws random numbers.
 */
export function trainingProgram(
  architecture: Architecture,
  objective: Objective,
  optimizer: ResolvedOptimizer,
  batch: BatchOptions,
): Program {
  const b = new GraphBuilder()
  const weights = weightInputs(b, architecture.layout)
  const { x, ...rows } = batchInputs(b, batch)
  const key = architecture.random
    ? b.input({ name: 'key', source: 'feed', shape: [2], dtype: 'int32' })
    : undefined
  const output = lowerLayers({
    builder: b,
    ...architecture,
    weights,
    input: x,
    training: true,
    key,
  })
  const sums = sumObjective(b, objective, { output, ...rows })
  const inverseCount = b.input({ name: 'inverseCount', source: 'feed', shape: [], dtype: 'float' })
  const loss = b.mul(sums.loss, inverseCount)
  const [gradient] = differentiate(b, loss, [weights.trainable!])
  return createProgram(b, {
    outputs: resultsOf(sums),
    updates: updateWeights(b, optimizer, weights.trainable!, gradient!),
  })
}

function updateWeights(
  b: GraphBuilder,
  { definition, options }: ResolvedOptimizer,
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
  const slots = Object.entries(update.slots).map(([name, value]) => [slotName(name), value])
  return { trainable: update.weights, ...Object.fromEntries(slots) }
}

/**
 * An optimiser by itself: state `trainable` of `size` weights, feeds `gradient` and `schedule`. For
 * tests and tools; training builds the same update into its step.
 */
export function optimizerProgram(optimizer: ResolvedOptimizer, size: number): Program {
  const b = new GraphBuilder()
  const trainable = b.input({ name: 'trainable', source: 'state', shape: [size], dtype: 'float' })
  const gradient = b.input({ name: 'gradient', source: 'feed', shape: [size], dtype: 'float' })
  return createProgram(b, { updates: updateWeights(b, optimizer, trainable, gradient) })
}

/** The numbers that the feed `schedule` holds in step `step`, counted from 1. */
export function scheduleOf({ definition, options }: ResolvedOptimizer, step: number): number[] {
  const decay = options.weightDecay === 0 ? [] : [1 - options.weightDecay * options.learningRate]
  return [...definition.scalars(options, step), ...decay]
}

/** Sums of loss and metrics over a batch, without training; the rows too, if a metric needs them. */
export function evaluationProgram(
  architecture: Architecture,
  objective: Objective,
  batch: BatchOptions,
): Program {
  const b = new GraphBuilder()
  const weights = weightInputs(b, architecture.layout)
  const { x, ...rows } = batchInputs(b, batch)
  const output = lowerLayers({ builder: b, ...architecture, weights, input: x, training: false })
  const judged = { output, ...rows }
  const predictions = needsPredictions(objective) ? predictionOutputs(judged) : {}
  const sums = resultsOf(sumObjective(b, objective, judged))
  return createProgram(b, { outputs: { ...sums, ...predictions } })
}

/** The model's `output` for the feed `x` of `batchSize` rows. */
export function predictionProgram(architecture: Architecture, batchSize: number): Program {
  const b = new GraphBuilder()
  const weights = weightInputs(b, architecture.layout)
  const input = b.input({
    name: 'x',
    source: 'feed',
    shape: [batchSize, ...architecture.inputShape],
    dtype: 'float',
  })
  const output = lowerLayers({ builder: b, ...architecture, weights, input, training: false })
  return createProgram(b, { outputs: { output } })
}
