import type { Tensor } from '../backend/tensor.js'
import { constrain } from '../constraints/index.js'
import { suggest } from '../errors/nearest.js'
import { OptionError } from '../errors/parallax-error.js'
import { GraphBuilder } from '../graph/builder.js'
import { createProgram, type Program } from '../graph/program.js'
import { sizeOf } from '../graph/shape.js'
import type { GraphNode, Shape } from '../graph/types.js'
import { trainableOf, type WeightEntry, type WeightLayout } from '../model/layout.js'
import { clipGradient, decayWeights } from '../optimizers/common-steps.js'
import type { Variable } from '../optimizers/definition.js'
import { sizeOfSlot } from '../optimizers/each-variable.js'
import type { ResolvedOptimizer } from '../optimizers/index.js'

/** Prefix of the state that belongs to the optimiser rather than the model. */
const slotName = (slot: string): string => `optimizer/${slot}`

/** The slot that holds the running mean of the weights. */
const averageSlot = 'averageWeights'

/** Name of the state that holds the weights of the trained model. */
export const trainedState = ({ options }: ResolvedOptimizer): string =>
  options.useEma ? slotName(averageSlot) : 'trainable'

/**
 * An optimiser's step on the flat trainable vector: clipping, decoupled decay, the update,
 * learning-rate multipliers, constraints, the running mean. Returns the new state by name.
 */
export function updateWeights(
  b: GraphBuilder,
  optimizer: ResolvedOptimizer,
  layout: Pick<WeightLayout, 'entries'>,
  trainable: GraphNode,
  gradient: GraphNode,
): Record<string, GraphNode> {
  const { definition, options } = optimizer
  const entries = trainableOf(layout)
  const count = scheduleOf(optimizer, 1).length
  const schedule = b.input({ name: 'schedule', source: 'feed', shape: [count], dtype: 'float' })
  const numbers = Array.from({ length: count }, (_, i) => b.slice(schedule, 0, i, 1))
  const take = (one: boolean): GraphNode | undefined => (one ? numbers.shift() : undefined)
  const decay = take(options.weightDecay !== 0)
  const average = take(options.useEma)
  const overwrite = take(options.emaOverwriteFrequency !== undefined && options.useEma)
  const sizes = slotSizes(optimizer, entries)
  const slot = (name: string): GraphNode => {
    const shape = [sizes[name] ?? refuseSlot(definition.name, name, Object.keys(sizes))]
    return b.input({ name: slotName(name), source: 'state', shape, dtype: 'float' })
  }
  const update = definition.update(options, {
    builder: b,
    weights: decay ? decayWeights(b, optimizer, entries, trainable, decay) : trainable,
    gradient: clipGradient(b, options, entries, gradient),
    slot,
    scalars: numbers,
    variables: entries,
  })
  const weights = constrainAll(b, entries, multiplyRates(b, entries, trainable, update.weights))
  const kept =
    average && b.add(b.mul(slot(averageSlot), average), b.mul(weights, b.sub(1, average)))
  const slots = Object.entries({ ...update.slots, ...(kept && { [averageSlot]: kept }) })
  return {
    trainable: overwrite ? b.select(b.greater(overwrite, 0), kept!, weights) : weights,
    ...Object.fromEntries(slots.map(([name, value]) => [slotName(name), value])),
  }
}

/** The elements of every slot that has any. */
function slotSizes(
  { definition, options }: ResolvedOptimizer,
  variables: readonly Variable[],
): Record<string, number> {
  const slots = [...definition.slots(options), ...(options.useEma ? [{ name: averageSlot }] : [])]
  const sizes = slots.map((slot) => [slot.name, sizeOfSlot(slot, variables)] as const)
  return Object.fromEntries(sizes.filter(([, size]) => size > 0))
}

function refuseSlot(optimizer: string, name: string, names: readonly string[]): never {
  throw new OptionError({
    where: `option optimizer (${optimizer})`,
    problem: `its update asks for the slot '${name}', which it does not declare`,
    hint: names.length === 0 ? 'Declare it in slots.' : suggest(name, names),
  })
}

/** The slots that do not start as zeros, as first state. */
export function initialSlots(
  { definition, options }: ResolvedOptimizer,
  variables: readonly Variable[],
): Record<string, Tensor> {
  const slots = definition.slots(options).filter(({ initialValue = 0 }) => initialValue !== 0)
  return Object.fromEntries(
    slots.map((slot): [string, Tensor] => {
      const size = sizeOfSlot(slot, variables)
      const data = new Float64Array(size).fill(slot.initialValue!)
      return [slotName(slot.name), { shape: [size], dtype: 'float', data }]
    }),
  )
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

/** Weights by name and shape, as they lie behind one another. */
export function variablesOf(shapes: Readonly<Record<string, Shape>>): readonly WeightEntry[] {
  let offset = 0
  return Object.entries(shapes).map(([path, shape]): WeightEntry => {
    const size = sizeOf(shape)
    offset += size
    const place = { path, name: path, shape, size, offset: offset - size }
    return { ...place, role: 'trainable', initializer: 'zeros', learningRateMultiplier: 1 }
  })
}

/**
 * An optimiser by itself: state `trainable`, feeds `gradient` and `schedule`, for weights of the
 * given names and shapes, or for one vector of a size. Slots that do not start as zeros are in
 * `initialSlots`. For tests and tools; training builds the same update into its step.
 */
export function optimizerProgram(
  optimizer: ResolvedOptimizer,
  weights: number | Readonly<Record<string, Shape>>,
): Program {
  const entries = variablesOf(typeof weights === 'number' ? { weights: [weights] } : weights)
  const shape = [entries.reduce((sum, { size }) => sum + size, 0)]
  const b = new GraphBuilder()
  const trainable = b.input({ name: 'trainable', source: 'state', shape, dtype: 'float' })
  const gradient = b.input({ name: 'gradient', source: 'feed', shape, dtype: 'float' })
  return createProgram(b, {
    updates: updateWeights(b, optimizer, { entries }, trainable, gradient),
  })
}

/** The numbers that the feed `schedule` holds in step `step`, counted from 1. */
export function scheduleOf(optimizer: ResolvedOptimizer, step: number): number[] {
  const options = optimizer.optionsAt(step)
  const { learningRate, weightDecay, useEma, emaMomentum, emaOverwriteFrequency } = options
  const decay = weightDecay === 0 ? [] : [1 - weightDecay * learningRate]
  const average = useEma ? [step === 1 ? 0 : emaMomentum] : []
  const overwrite =
    useEma && emaOverwriteFrequency !== undefined
      ? [step % emaOverwriteFrequency === 0 ? 1 : 0]
      : []
  return [...decay, ...average, ...overwrite, ...optimizer.definition.scalars(options, step)]
}
