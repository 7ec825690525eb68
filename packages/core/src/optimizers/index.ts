import { type Resolved, resolveChoice } from '../options/named.js'
import { type AdamOptions, adam, adamW } from './adam.js'
import type { OwnOptimizer } from './define.js'
import type { CommonOptions, OptimizerDefinition } from './definition.js'
import { type SgdOptions, sgd } from './sgd.js'

/** Every optimiser. A new one takes a file and a line here. */
export const optimizerDefinitions = [adam, adamW, sgd] as unknown as readonly OptimizerDefinition[]

/** An optimiser by name, made by `defineOptimizer`, or with options: `{ name: 'adam', learningRate: 0.01 }`. */
export type OptimizerChoice =
  | 'adam'
  | 'adamW'
  | 'sgd'
  | ({ readonly name: 'sgd' } & Partial<SgdOptions>)
  | ({ readonly name: 'adam' | 'adamW' } & Partial<AdamOptions>)
  | OwnOptimizer
  | { readonly name: OwnOptimizer; readonly [option: string]: unknown }

/** An optimiser with all its options. */
export type ResolvedOptimizer = Resolved<OptimizerDefinition> & { readonly options: CommonOptions }

/**
 * The optimiser that a choice names.
 * @throws {OptionError} with the nearest right name.
 */
export const resolveOptimizer = (choice: unknown): ResolvedOptimizer =>
  resolveChoice('optimizer', optimizerDefinitions, choice) as ResolvedOptimizer
