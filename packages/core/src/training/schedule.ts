import type { CommonOptions } from '../optimizers/definition.js'
import type { ResolvedOptimizer } from '../optimizers/index.js'

/** What has changed in mid-run and decides the numbers of a step. */
export interface ScheduleState {
  /** Times every learning rate, that of a schedule too. */
  readonly learningRateScale: number
  /** Steps done when the optimiser's slots last started anew: corrections count from there. */
  readonly slotsSince: number
}

const fromTheStart: ScheduleState = { learningRateScale: 1, slotsSince: 0 }

/** The learning rate of a step, counted from 1. */
export const learningRateOf = (
  optimizer: ResolvedOptimizer,
  step: number,
  state: ScheduleState,
): number => optionsOfStep(optimizer, step, state).learningRate

function optionsOfStep(
  { options: { gradientAccumulationSteps = 1 }, optionsAt }: ResolvedOptimizer,
  step: number,
  { learningRateScale }: ScheduleState,
): CommonOptions {
  const options = optionsAt(Math.ceil(step / gradientAccumulationSteps))
  if (learningRateScale === 1) return options
  return { ...options, learningRate: options.learningRate * learningRateScale }
}

/**
 * The numbers that the feed `schedule` holds in step `step`, counted from 1. Where gradients are
 * accumulated, schedules and corrections count updates.
 */
export function scheduleOf(
  optimizer: ResolvedOptimizer,
  step: number,
  state: ScheduleState = fromTheStart,
): number[] {
  const options = optionsOfStep(optimizer, step, state)
  const { learningRate, weightDecay, useEma, emaMomentum, emaOverwriteFrequency } = options
  const every = options.gradientAccumulationSteps ?? 1
  const update = Math.ceil(step / every)
  const ownUpdate = update - Math.floor(state.slotsSince / every)
  const numbers: number[] = []
  if (every > 1) numbers.push(step % every === 0 ? 1 : 0)
  if (weightDecay !== 0) numbers.push(1 - weightDecay * learningRate)
  if (useEma) numbers.push(ownUpdate === 1 ? 0 : emaMomentum)
  if (useEma && emaOverwriteFrequency !== undefined) {
    numbers.push(update % emaOverwriteFrequency === 0 ? 1 : 0)
  }
  for (const scalar of optimizer.definition.scalars(options, ownUpdate)) numbers.push(scalar)
  return numbers
}
