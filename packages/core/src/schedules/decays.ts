import { z } from 'zod'
import { power } from '../math/power.js'
import { nonNegative, positive } from '../options/numbers.js'
import { type DecayOptions, decayOptions, type ScheduleDefinition } from './definition.js'

/** Options of `exponentialDecay` and `inverseTimeDecay`. */
export interface StairOptions extends DecayOptions {
  readonly decayRate: number
  /** Whether the rate changes only once every `decaySteps`. Default false. */
  readonly staircase: boolean
}

/** Options of `polynomialDecay`. */
export interface PolynomialDecayOptions extends DecayOptions {
  /** Default 0.0001. */
  readonly endLearningRate: number
  /** Default 1, which makes a straight line. */
  readonly power: number
  /** Whether to start anew, from less and for longer, when it is over. Default false. */
  readonly cycle: boolean
}

/** Options of `piecewiseConstantDecay`. */
export interface PiecewiseConstantDecayOptions {
  /** The last steps of all pieces but the last one, ascending. */
  readonly boundaries: readonly number[]
  /** One rate more. */
  readonly values: readonly number[]
}

const stairs = (decayRate: z.ZodNumber) =>
  z.strictObject({ ...decayOptions, decayRate, staircase: z.boolean().default(false) })

const progress = ({ decaySteps, staircase }: StairOptions, step: number): number =>
  staircase ? Math.floor(step / decaySteps) : step / decaySteps

/** initialLearningRate · decayRate^(step / decaySteps). */
export const exponentialDecay: ScheduleDefinition<StairOptions> = {
  name: 'exponentialDecay',
  options: stairs(positive),
  rate: (options, step) =>
    options.initialLearningRate * power(options.decayRate, progress(options, step)),
}

/** initialLearningRate / (1 + decayRate · step / decaySteps). */
export const inverseTimeDecay: ScheduleDefinition<StairOptions> = {
  name: 'inverseTimeDecay',
  options: stairs(nonNegative),
  rate: (options, step) =>
    options.initialLearningRate / (1 + options.decayRate * progress(options, step)),
}

/**
 * (initialLearningRate − endLearningRate) · (1 − step / decaySteps)^power + endLearningRate, and
 * endLearningRate from then on; with `cycle`, decaySteps is doubled, tripled and so on instead.
 */
export const polynomialDecay: ScheduleDefinition<PolynomialDecayOptions> = {
  name: 'polynomialDecay',
  options: z.strictObject({
    ...decayOptions,
    endLearningRate: nonNegative.default(0.0001),
    power: positive.default(1),
    cycle: z.boolean().default(false),
  }),
  rate({ initialLearningRate, decaySteps, endLearningRate, power: exponent, cycle }, step) {
    const cycles = cycle ? Math.max(1, Math.ceil(step / decaySteps)) : 1
    const done = Math.min(1, step / (decaySteps * cycles))
    return (initialLearningRate - endLearningRate) * power(1 - done, exponent) + endLearningRate
  },
}

/** The value of the first piece whose boundary the step, counted from 0, does not exceed. */
export const piecewiseConstantDecay: ScheduleDefinition<PiecewiseConstantDecayOptions> = {
  name: 'piecewiseConstantDecay',
  options: z
    .strictObject({
      boundaries: z.array(nonNegative).min(1).readonly(),
      values: z.array(nonNegative).readonly(),
    })
    .refine(({ boundaries, values }) => values.length === boundaries.length + 1, {
      message: 'there must be one value more than boundaries',
    })
    .refine(({ boundaries }) => boundaries.every((at, i) => i === 0 || at > boundaries[i - 1]!), {
      message: 'the boundaries must ascend',
    }),
  rate({ boundaries, values }, step) {
    const piece = boundaries.findIndex((boundary) => step <= boundary)
    return values.at(piece)!
  },
}
