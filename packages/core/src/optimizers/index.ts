import { checkOptions, findChoice, type Resolved } from '../options/named.js'
import { resolveSchedule, type ScheduleChoice } from '../schedules/index.js'
import { type AdadeltaOptions, adadelta } from './adadelta.js'
import { type AdafactorOptions, adafactor } from './adafactor.js'
import { type AdagradOptions, adagrad } from './adagrad.js'
import { type AdamOptions, adam, adamW, type MomentOptions } from './adam.js'
import { adamax } from './adamax.js'
import type { OwnOptimizer } from './define.js'
import type { CommonOptions, OptimizerDefinition } from './definition.js'
import { requireEffect } from './effect.js'
import { type FtrlOptions, ftrl } from './ftrl.js'
import { lamb } from './lamb.js'
import { type LionOptions, lion } from './lion.js'
import { type MuonOptions, muon } from './muon.js'
import { nadam } from './nadam.js'
import { type RmspropOptions, rmsprop } from './rmsprop.js'
import { type SgdOptions, sgd } from './sgd.js'

/** Every optimiser. A new one takes a file, a line here and one in the type below. */
export const optimizerDefinitions = [
  adadelta,
  adafactor,
  adagrad,
  adam,
  adamax,
  adamW,
  ftrl,
  lamb,
  lion,
  muon,
  nadam,
  rmsprop,
  sgd,
] as unknown as readonly OptimizerDefinition[]

/** Options of every known optimiser by its name. */
export interface OptimizerOptions {
  readonly adadelta: AdadeltaOptions
  readonly adafactor: AdafactorOptions
  readonly adagrad: AdagradOptions
  readonly adam: AdamOptions
  readonly adamax: MomentOptions
  readonly adamW: AdamOptions
  readonly ftrl: FtrlOptions
  readonly lamb: MomentOptions
  readonly lion: LionOptions
  readonly muon: MuonOptions
  readonly nadam: MomentOptions
  readonly rmsprop: RmspropOptions
  readonly sgd: SgdOptions
}

/** The name of an optimiser. */
export type OptimizerName = keyof OptimizerOptions

/**
 * An optimiser by name, made by `defineOptimizer`, or with options, of which the learning rate may
 * be a schedule: `{ name: 'adam', learningRate: 0.01 }`.
 */
export type OptimizerChoice =
  | OptimizerName
  | {
      [Name in OptimizerName]: {
        readonly name: Name
        readonly learningRate?: number | ScheduleChoice
      } & Partial<Omit<OptimizerOptions[Name], 'learningRate'>>
    }[OptimizerName]
  | OwnOptimizer
  | { readonly name: OwnOptimizer; readonly [option: string]: unknown }

/** An optimiser with all its options. */
export interface ResolvedOptimizer extends Resolved<OptimizerDefinition> {
  readonly options: CommonOptions
  /** The options in a step, counted from 1, with the learning rate that a schedule gives it. */
  optionsAt(step: number): CommonOptions
}

/**
 * The optimiser that a choice names.
 * @throws {OptionError} with the nearest right name.
 */
export function resolveOptimizer(choice: unknown): ResolvedOptimizer {
  const { definition, given } = findChoice('optimizer', optimizerDefinitions, choice)
  const { learningRate, ...others } = given as { learningRate?: unknown }
  const isScheduled = typeof learningRate === 'object' && learningRate !== null
  const rateOf = isScheduled ? resolveSchedule(learningRate) : undefined
  const checked = checkOptions('optimizer', { definition, given: rateOf ? others : given })
  const options = checked.options as CommonOptions
  requireEffect(definition.name, options)
  const optionsAt = (step: number): CommonOptions =>
    rateOf ? { ...options, learningRate: rateOf(step - 1) } : options
  return { definition, options, optionsAt }
}
