import { z } from 'zod'
import type { NamedDefinition } from '../options/named.js'
import { positive } from '../options/numbers.js'

/** A learning rate that changes with the step. */
export interface ScheduleDefinition<Options extends object = object> extends NamedDefinition {
  /** The rate of a step, counted from 0, in double precision. */
  rate(options: Options, step: number): number
}

/** Options of what starts at a rate and has a length. */
export interface DecayOptions {
  readonly initialLearningRate: number
  /** Steps after which it has decayed once, or is over. */
  readonly decaySteps: number
}

/** The schema of {@link DecayOptions}. */
export const decayOptions = { initialLearningRate: positive, decaySteps: positive }

/** Schema of a part of the rate that is left over. */
export const alpha = z.number().min(0).max(1).default(0)
