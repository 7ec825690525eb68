import { constrain } from '../constraints/index.js'
import { suggest } from '../errors/nearest.js'
import { OptionError } from '../errors/parallax-error.js'
import { GraphBuilder } from '../graph/builder.js'
import { createProgram, type Program } from '../graph/program.js'
import { sizeOf } from '../graph/shape.js'
import type { GraphNode, Shape } from '../graph/types.js'
import { trainableOf, type WeightEntry, type WeightLayout } from '../model/layout.js'
import { clipGradient, decayWeights, requireExclusions } from '../optimizers/common-steps.js'
import type { ResolvedOptimizer } from '../optimizers/index.js'
import { scheduleOf } from './schedule.js'
import { averageSlot, gradientSlot, type Slot, slotName, slotsOf } from './slots.js'

/**
 * An optimiser's step on the flat trainable vector: the mean of several gradients if they are
 * accumulated, clipping, decoupled decay, the update, learning-rate multipliers, constraints, the
 * running mean. Returns the new state by name.
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
  requireExclusions(optimizer, layout.entries)
  const { apply, decay, average, overwrite, scalars } = scheduleInputs(b, optimizer)
  const slots = slotsOf(optimizer, entries)
  const slot = (name: string): GraphNode => {
    const found = slots.find((candidate) => candidate.slot === name)
    const shape = [found?.size ?? refuseSlot(definition.name, name, slots)]
    return b.input({ name: slotName(name), source: 'state', shape, dtype: 'float' })
  }
  const sum = apply && b.add(slot(gradientSlot), gradient)
  const mean = sum && b.mul(sum, 1 / options.gradientAccumulationSteps!)
  const update = definition.update(options, {
    builder: b,
    weights: decay ? decayWeights(b, optimizer, entries, trainable, decay) : trainable,
    gradient: clipGradient(b, options, entries, mean ?? gradient),
    slot,
    scalars,
    variables: entries,
  })
  const weights = constrainAll(b, entries, multiplyRates(b, entries, trainable, update.weights))
  const kept =
    average && b.add(b.mul(slot(averageSlot), average), b.mul(weights, b.sub(1, average)))
  const changed = Object.entries({ ...update.slots, ...(kept && { [averageSlot]: kept }) })
  const results = {
    trainable: overwrite ? b.select(b.greater(overwrite, 0), kept!, weights) : weights,
    ...Object.fromEntries(changed.map(([name, value]) => [slotName(name), value])),
  }
  if (apply === undefined) return results
  const isUpdate = b.greater(apply, 0)
  const old = (name: string): GraphNode =>
    name === 'trainable' ? trainable : slot(name.slice(slotName('').length))
  const chosen = Object.entries(results).map(([name, value]) => [
    name,
    b.select(isUpdate, value, old(name)),
  ])
  return { ...Object.fromEntries(chosen), [slotName(gradientSlot)]: b.select(isUpdate, 0, sum!) }
}

/** The feed `schedule`, taken apart; the order is that of {@link scheduleOf}. */
function scheduleInputs(b: GraphBuilder, optimizer: ResolvedOptimizer) {
  const count = scheduleOf(optimizer, 1).length
  const schedule = b.input({ name: 'schedule', source: 'feed', shape: [count], dtype: 'float' })
  const numbers = Array.from({ length: count }, (_, i) => b.slice(schedule, 0, i, 1))
  const take = (one: boolean): GraphNode | undefined => (one ? numbers.shift() : undefined)
  const { gradientAccumulationSteps, weightDecay, useEma, emaOverwriteFrequency } =
    optimizer.options
  return {
    apply: take(gradientAccumulationSteps !== undefined),
    decay: take(weightDecay !== 0),
    average: take(useEma),
    overwrite: take(useEma && emaOverwriteFrequency !== undefined),
    scalars: numbers,
  }
}

function refuseSlot(optimizer: string, name: string, slots: readonly Slot[]): never {
  const names = slots.map(({ slot }) => slot)
  throw new OptionError({
    where: `option optimizer (${optimizer})`,
    problem: `its update asks for the slot '${name}', which it does not declare`,
    hint: names.length === 0 ? 'Declare it in slots.' : suggest(name, names),
  })
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
