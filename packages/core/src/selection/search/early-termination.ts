import { z } from 'zod'
import { type NamedDefinition, resolveChoice } from '../../options/named.js'
import { count } from '../../options/numbers.js'
import { mean, median } from '../statistics/moments.js'

/** When to give up a trial before its last epoch. */
export type EarlyTermination =
  | EarlyTerminationName
  | ({ readonly name: 'medianStopping' } & Partial<MedianStoppingOptions>)
  | ({ readonly name: 'successiveHalving' } & Partial<SuccessiveHalvingOptions>)

/** The name of a rule of early termination. */
export type EarlyTerminationName = 'medianStopping' | 'successiveHalving'

/** Options of `medianStopping`. */
export interface MedianStoppingOptions {
  /** Epochs that every trial has. Default 1. */
  readonly minEpochs: number
  /** Completed trials that it takes to judge another. Default 5. */
  readonly minTrials: number
}

/** Options of `successiveHalving`. */
export interface SuccessiveHalvingOptions {
  /** Epochs until the first judgement. Default 1. */
  readonly minEpochs: number
  /** One in so many goes on, for so many times as many epochs until the next. Default 3. */
  readonly factor: number
}

/** The scores of a trial by epoch, turned so that lower is better. */
export interface JudgedCurve {
  readonly curve: readonly number[]
  readonly isCompleted: boolean
}

interface TerminationRule<Options> extends NamedDefinition {
  /** Why a trial is to end after the last epoch of its curve; undefined if it may go on. */
  verdict(
    options: Options,
    curve: readonly number[],
    earlier: readonly JudgedCurve[],
  ): string | undefined
}

/**
 * The median stopping rule of Golovin et al., "Google Vizier" (2017): a trial ends if its best score
 * so far is worse than the median of the means of the scores that completed trials had up to there.
 */
const medianStopping: TerminationRule<MedianStoppingOptions> = {
  name: 'medianStopping',
  options: z.strictObject({ minEpochs: count.default(1), minTrials: count.default(5) }),
  verdict({ minEpochs, minTrials }, curve, earlier) {
    const epoch = curve.length
    const others = earlier.filter((trial) => trial.isCompleted && trial.curve.length >= epoch)
    if (epoch < minEpochs || others.length < minTrials) return undefined
    const middle = median(others.map((other) => mean(other.curve.slice(0, epoch))))
    if (Math.min(...curve) <= middle) return undefined
    return `its best score by epoch ${epoch} is worse than the median of ${others.length} completed trials`
  },
}

/**
 * Successive halving (Jamieson and Talwalkar 2016) one trial after another, as in the asynchronous
 * form of Li et al. (2020): after minEpochs · factor^k epochs a trial goes on only if its score is
 * among the best 1 / factor of all trials that came so far, itself included.
 */
const successiveHalving: TerminationRule<SuccessiveHalvingOptions> = {
  name: 'successiveHalving',
  options: z.strictObject({ minEpochs: count.default(1), factor: z.int().min(2).default(3) }),
  verdict({ minEpochs, factor }, curve, earlier) {
    const epoch = curve.length
    let rung = minEpochs
    while (rung < epoch) rung *= factor
    if (rung !== epoch) return undefined
    const others = earlier.filter((trial) => trial.curve.length >= epoch)
    // Not `<`: a score that is not a number is worse than all.
    const better = others.filter((other) => !(other.curve[epoch - 1]! >= curve.at(-1)!)).length
    const kept = Math.max(1, Math.floor((others.length + 1) / factor))
    if (better < kept) return undefined
    return `after ${epoch} epochs ${better} of ${others.length} earlier trials had a better score, and ${kept} of ${others.length + 1} may go on`
  },
}

/** Judges a trial by its curve; a reason is the end of it. */
export type Judge = (
  curve: readonly number[],
  earlier: readonly JudgedCurve[],
) => string | undefined

/**
 * The rule that a choice names.
 * @throws {OptionError} with the nearest right name.
 */
export function resolveTermination(choice: unknown): Judge {
  const rules = [medianStopping, successiveHalving] as readonly TerminationRule<never>[]
  const { definition, options } = resolveChoice('earlyTermination', rules, choice)
  return (curve, earlier) => definition.verdict(options as never, curve, earlier)
}
