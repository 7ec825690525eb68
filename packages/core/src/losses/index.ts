import { type Resolved, resolveChoice } from '../options/named.js'
import { meanAbsoluteError, meanAbsolutePercentageError } from './absolute-errors.js'
import { type BinaryCrossentropyOptions, binaryCrossentropy } from './binary-crossentropy.js'
import {
  type CategoricalCrossentropyOptions,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from './categorical-crossentropy.js'
import { cosineSimilarity } from './cosine-similarity.js'
import type { CrossentropyOptions } from './crossentropy-options.js'
import type { OwnLoss } from './define.js'
import type { LossDefinition } from './definition.js'
import {
  type BinaryFocalCrossentropyOptions,
  binaryFocalCrossentropy,
  type CategoricalFocalCrossentropyOptions,
  categoricalFocalCrossentropy,
} from './focal-crossentropy.js'
import { categoricalHinge, hinge, squaredHinge } from './hinge.js'
import { type HuberOptions, huber } from './huber.js'
import { klDivergence } from './kl-divergence.js'
import { logCosh } from './log-cosh.js'
import { meanSquaredError } from './mean-squared-error.js'
import { meanSquaredLogarithmicError } from './mean-squared-logarithmic-error.js'
import { poisson } from './poisson.js'

/** Every loss. A new one takes a file, a line here and one in {@link LossOptions}. */
export const lossDefinitions = [
  binaryCrossentropy,
  binaryFocalCrossentropy,
  categoricalCrossentropy,
  categoricalFocalCrossentropy,
  categoricalHinge,
  cosineSimilarity,
  hinge,
  huber,
  klDivergence,
  logCosh,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  poisson,
  sparseCategoricalCrossentropy,
  squaredHinge,
] as unknown as readonly LossDefinition[]

/** The losses by name, and the options of each. */
export interface LossOptions {
  readonly binaryCrossentropy: BinaryCrossentropyOptions
  readonly binaryFocalCrossentropy: BinaryFocalCrossentropyOptions
  readonly categoricalCrossentropy: CategoricalCrossentropyOptions
  readonly categoricalFocalCrossentropy: CategoricalFocalCrossentropyOptions
  readonly categoricalHinge: object
  readonly cosineSimilarity: object
  readonly hinge: object
  readonly huber: HuberOptions
  readonly klDivergence: object
  readonly logCosh: object
  readonly meanAbsoluteError: object
  readonly meanAbsolutePercentageError: object
  readonly meanSquaredError: object
  readonly meanSquaredLogarithmicError: object
  readonly poisson: object
  readonly sparseCategoricalCrossentropy: CrossentropyOptions
  readonly squaredHinge: object
}

/** The name of a loss, with Keras's definition. */
export type LossName = keyof LossOptions

/**
 * A loss by name, or with options: `{ name: 'binaryCrossentropy', fromLogits: true }`; or one made
 * by `defineLoss`. Connectionist temporal classification (CTC) will be another name, once there are
 * recurrent layers.
 */
export type LossChoice =
  | LossName
  | { [Name in LossName]: { readonly name: Name } & Partial<LossOptions[Name]> }[LossName]
  | OwnLoss
  | { readonly name: OwnLoss; readonly [option: string]: unknown }

/**
 * The loss that a choice names.
 * @throws {OptionError} with the nearest right name.
 */
export const resolveLoss = (choice: unknown): Resolved<LossDefinition> =>
  resolveChoice('loss', lossDefinitions, choice)
