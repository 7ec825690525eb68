import { z } from 'zod'
import type { Dataset, RowSource } from '../../data/source.js'
import { OptionError } from '../../errors/parallax-error.js'
import { parse } from '../../errors/parse.js'
import { count } from '../../options/numbers.js'
import { type DivisionOptions, division, requireOneWay } from '../cross-validation/options.js'
import { seedSchema } from '../folds/fold-options.js'
import type { BuiltTrial, TrialData } from './built-trial.js'
import { distributionSchema, type ParametersOf, type SearchSpace } from './distributions.js'
import type { EarlyTermination } from './early-termination.js'
import type { Trial } from './trial.js'

/** Options of {@link search}. */
export interface SearchOptions<Space extends SearchSpace = SearchSpace> {
  /** Parameters by name, and the values that they may have. */
  readonly space: Space
  /**
   * What a trial of these parameters trains: a spec and options of `fit`. A typed error that it throws
   * makes a failed trial.
   */
  readonly build: (parameters: ParametersOf<Space>) => BuiltTrial
  readonly data: Dataset | RowSource
  /** What trials are judged by, if not by `crossValidation`. */
  readonly validationData?: Dataset | RowSource
  /** How every trial is cross-validated, in the same folds unless trials choose seeds of their own. */
  readonly crossValidation?: DivisionOptions
  /** `random` draws every trial's parameters; `grid` tries every combination. Default `random`. */
  readonly strategy?: 'random' | 'grid'
  /** How many; of a grid no more than these. Default for a grid: all. */
  readonly trials?: number
  /** Decides the parameters drawn, and is the seed of trials that choose none. Default 0. */
  readonly seed?: number
  /**
   * The value to go by, as the history calls it: `valLoss` or a metric such as `valAccuracy`, which
   * knows itself whether higher or lower is better. Default `valLoss`.
   */
  readonly monitor?: string
  /** When to give up trials before their last epoch; with `validationData` only. Default never. */
  readonly earlyTermination?: EarlyTermination
  /** Trials of an earlier call with the same space, strategy and seed, which are not done again. */
  readonly done?: readonly Trial<ParametersOf<Space>>[]
  /** Ends the search; the trial at work is dropped. */
  readonly signal?: AbortSignal
  /** Takes every trial when it is over. */
  readonly onTrial?: (trial: Trial<ParametersOf<Space>>) => void | Promise<void>
}

const doneTrial = z.looseObject({
  trial: count,
  parameters: z.record(z.string(), z.unknown()),
  status: z.enum(['completed', 'terminated', 'diverged', 'failed']),
  score: z.number().optional(),
  curve: z.array(z.number()),
})

const schema = z.strictObject({
  space: z.record(z.string(), distributionSchema),
  build: z.custom((value) => typeof value === 'function', 'not a function'),
  data: z.unknown(),
  validationData: z.unknown().optional(),
  crossValidation: z.strictObject(division).optional(),
  strategy: z.enum(['random', 'grid']).default('random'),
  trials: count.optional(),
  seed: seedSchema,
  monitor: z.string().default('valLoss'),
  earlyTermination: z.unknown().optional(),
  done: z.array(doneTrial).default([]),
  signal: z.unknown().optional(),
  onTrial: z.unknown().optional(),
})

/** Checked options of {@link search}, defaults filled in. */
export type ParsedSearch = Omit<
  z.output<typeof schema>,
  'data' | 'validationData' | 'space' | 'done'
> &
  Pick<TrialData, 'data' | 'validationData'> & {
    readonly space: SearchSpace
    readonly build: (parameters: never) => BuiltTrial
    readonly done: readonly Trial[]
    readonly signal?: AbortSignal
  }

/**
 * Checks the options of {@link search}.
 * @throws {OptionError} with the nearest right name.
 */
export function parseSearch(options: object): ParsedSearch {
  const parsed = parse(schema, options, 'search options', OptionError) as unknown as ParsedSearch
  const { validationData, crossValidation, strategy, trials, earlyTermination } = parsed
  const hasOne = (validationData === undefined) !== (crossValidation === undefined)
  if (!hasOne) {
    const count = validationData === undefined ? 'none' : 'both'
    refuse(`it takes one of validationData and crossValidation, and has ${count}`)
  }
  if (crossValidation !== undefined) {
    requireOneWay(crossValidation, 'search options.crossValidation')
  }
  if (strategy === 'random' && trials === undefined) refuse('a random search needs trials')
  if (earlyTermination !== undefined && crossValidation !== undefined) {
    refuse('earlyTermination needs scores by epoch, which only validationData give')
  }
  return parsed
}

function refuse(problem: string): never {
  throw new OptionError({ where: 'search options', problem })
}
