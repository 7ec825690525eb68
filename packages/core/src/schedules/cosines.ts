import { z } from 'zod'
import { cosineOfPi } from '../math/cosine.js'
import { wholePower } from '../math/whole-power.js'
import { count, nonNegative, positive } from '../options/numbers.js'
import { alpha, type DecayOptions, decayOptions, type ScheduleDefinition } from './definition.js'

/** Options of `cosineDecay`. */
export interface CosineDecayOptions extends DecayOptions {
  /** The part of the rate that is left in the end. Default 0. */
  readonly alpha: number
  /** The rate after warming up, from which it decays then. Default: no warm-up. */
  readonly warmupTarget?: number | undefined
  /** How long to warm up, in a straight line from the initial rate. */
  readonly warmupSteps: number
}

/** Options of `cosineDecayRestarts`. */
export interface CosineDecayRestartsOptions {
  readonly initialLearningRate: number
  /** Steps before the first restart. */
  readonly firstDecaySteps: number
  /** How much longer each period is than the one before, at least 1. Default 2. */
  readonly tMul: number
  /** How much higher each period starts. Default 1. */
  readonly mMul: number
  /** The part of the initial rate that is left at the end of a period. Default 0. */
  readonly alpha: number
}

/** Options of `oneCycle`. */
export interface OneCycleOptions {
  readonly maxLearningRate: number
  /** Length of the cycle; the rate stays at the end. */
  readonly totalSteps: number
  /** Part of the steps in which the rate rises. Default 0.3. */
  readonly warmupFraction: number
  /** The first rate is the largest one divided by this. Default 25. */
  readonly divFactor: number
  /** The last rate is the first one divided by this. Default 10000. */
  readonly finalDivFactor: number
}

/** From 1 to 0 along half a wave. */
const halfWave = (done: number): number => 0.5 * (1 + cosineOfPi(done))

/**
 * Decays along half a cosine wave (Loshchilov and Hutter, 2016, without restarts), after a linear
 * warm-up if there is a target.
 */
export const cosineDecay: ScheduleDefinition<CosineDecayOptions> = {
  name: 'cosineDecay',
  options: z
    .strictObject({
      ...decayOptions,
      initialLearningRate: nonNegative,
      alpha,
      warmupTarget: positive.optional(),
      warmupSteps: nonNegative.default(0),
    })
    .refine(({ warmupTarget, warmupSteps }) => warmupSteps === 0 || warmupTarget !== undefined, {
      message: 'warmupSteps need a warmupTarget',
    }),
  rate({ initialLearningRate, decaySteps, alpha: left, warmupTarget, warmupSteps }, step) {
    if (warmupTarget !== undefined && step < warmupSteps) {
      return (warmupTarget - initialLearningRate) * (step / warmupSteps) + initialLearningRate
    }
    const done = Math.min(1, (step - warmupSteps) / decaySteps)
    return (warmupTarget ?? initialLearningRate) * ((1 - left) * halfWave(done) + left)
  },
}

/** Cosine decay that starts again and again (Loshchilov and Hutter, 2016). */
export const cosineDecayRestarts: ScheduleDefinition<CosineDecayRestartsOptions> = {
  name: 'cosineDecayRestarts',
  options: z.strictObject({
    initialLearningRate: positive,
    firstDecaySteps: positive,
    tMul: z.number().min(1).default(2),
    mMul: nonNegative.default(1),
    alpha,
  }),
  rate({ initialLearningRate, firstDecaySteps, tMul, mMul, alpha: left }, step) {
    const { restarts, done } = periodAt(step / firstDecaySteps, tMul)
    const wave = wholePower(mMul, restarts) * halfWave(done)
    return initialLearningRate * ((1 - left) * wave + left)
  },
}

/** Restarts so far and the part of the period that is done, from the time in first periods. */
function periodAt(time: number, growth: number): { restarts: number; done: number } {
  if (growth === 1) return { restarts: Math.floor(time), done: time - Math.floor(time) }
  let [rest, length, restarts] = [time, 1, 0]
  while (rest >= length) {
    rest -= length
    length *= growth
    restarts++
  }
  return { restarts, done: rest / length }
}

/**
 * Up and down again in one cycle, both along half a cosine wave (Smith and Topin, 2017), with the
 * definition and defaults of PyTorch's `OneCycleLR`. Momentum stays as it is.
 */
export const oneCycle: ScheduleDefinition<OneCycleOptions> = {
  name: 'oneCycle',
  options: z.strictObject({
    maxLearningRate: positive,
    totalSteps: count,
    warmupFraction: z.number().min(0).max(1).default(0.3),
    divFactor: positive.default(25),
    finalDivFactor: positive.default(1e4),
  }),
  rate({ maxLearningRate, totalSteps, warmupFraction, divFactor, finalDivFactor }, step) {
    const first = maxLearningRate / divFactor
    const top = warmupFraction * totalSteps - 1
    if (step <= top) return between(maxLearningRate, first, top === 0 ? 1 : step / top)
    const done = Math.min(1, (step - top) / (totalSteps - 1 - top))
    return between(first / finalDivFactor, maxLearningRate, done)
  },
}

/** From `start` to `end` along half a cosine wave. */
const between = (end: number, start: number, done: number): number =>
  end + (start - end) * halfWave(done)
