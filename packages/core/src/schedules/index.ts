import { resolveChoice } from '../options/named.js'
import {
  type CosineDecayOptions,
  type CosineDecayRestartsOptions,
  cosineDecay,
  cosineDecayRestarts,
  type OneCycleOptions,
  oneCycle,
} from './cosines.js'
import {
  exponentialDecay,
  inverseTimeDecay,
  type PiecewiseConstantDecayOptions,
  type PolynomialDecayOptions,
  piecewiseConstantDecay,
  polynomialDecay,
  type StairOptions,
} from './decays.js'
import type { ScheduleDefinition } from './definition.js'

/** Every schedule. A new one takes a definition and a line here. */
export const scheduleDefinitions = [
  cosineDecay,
  cosineDecayRestarts,
  exponentialDecay,
  inverseTimeDecay,
  oneCycle,
  piecewiseConstantDecay,
  polynomialDecay,
] as unknown as readonly ScheduleDefinition[]

/** A choice that must give some options, and may give the others. */
type Choice<Name extends string, Options, Required extends keyof Options> = {
  readonly name: Name
} & Pick<Options, Required> &
  Partial<Options>

/**
 * A learning rate by step, with the names, definitions and defaults of Keras 3, and `oneCycle` of
 * PyTorch: `{ name: 'exponentialDecay', initialLearningRate: 0.1, decaySteps: 100, decayRate: 0.5 }`.
 * Steps are counted from 0.
 */
export type ScheduleChoice =
  | Choice<'cosineDecay', CosineDecayOptions, 'initialLearningRate' | 'decaySteps'>
  | Choice<
      'cosineDecayRestarts',
      CosineDecayRestartsOptions,
      'initialLearningRate' | 'firstDecaySteps'
    >
  | Choice<
      'exponentialDecay' | 'inverseTimeDecay',
      StairOptions,
      'initialLearningRate' | 'decaySteps' | 'decayRate'
    >
  | Choice<'oneCycle', OneCycleOptions, 'maxLearningRate' | 'totalSteps'>
  | ({ readonly name: 'piecewiseConstantDecay' } & PiecewiseConstantDecayOptions)
  | Choice<'polynomialDecay', PolynomialDecayOptions, 'initialLearningRate' | 'decaySteps'>

/**
 * The learning rate of a step, counted from 0, as a schedule has it.
 * @throws {OptionError} with the nearest right name.
 */
export function resolveSchedule(choice: unknown): (step: number) => number {
  const { definition, options } = resolveChoice('learningRate', scheduleDefinitions, choice)
  return (step) => definition.rate(options, step)
}
