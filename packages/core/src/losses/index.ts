import { type Resolved, resolveChoice } from '../options/named.js'
import { binaryCrossentropy, type CrossentropyOptions } from './binary-crossentropy.js'
import {
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from './categorical-crossentropy.js'
import type { LossDefinition } from './definition.js'
import { meanSquaredError } from './mean-squared-error.js'

/** Every loss. A new one takes a file and a line here. */
const lossDefinitions = [
  binaryCrossentropy,
  categoricalCrossentropy,
  meanSquaredError,
  sparseCategoricalCrossentropy,
] as const

/** The name of a loss, with Keras's definition. */
export type LossName =
  | 'binaryCrossentropy'
  | 'categoricalCrossentropy'
  | 'meanSquaredError'
  | 'sparseCategoricalCrossentropy'

/** A loss by name, or with options: `{ name: 'binaryCrossentropy', fromLogits: true }`. */
export type LossChoice =
  | LossName
  | { readonly name: 'meanSquaredError' }
  | ({ readonly name: Exclude<LossName, 'meanSquaredError'> } & Partial<CrossentropyOptions>)

/**
 * The loss that a choice names.
 * @throws {OptionError} with the nearest right name.
 */
export const resolveLoss = (choice: unknown): Resolved<LossDefinition> =>
  resolveChoice('loss', lossDefinitions as unknown as readonly LossDefinition[], choice)
