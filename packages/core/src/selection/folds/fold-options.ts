import { z } from 'zod'
import { OptionError } from '../../errors/parallax-error.js'
import { parse } from '../../errors/parse.js'

/** How many folds, and which. */
export interface FoldOptions {
  /** How many parts; each is the test part once. */
  readonly folds: number
  /** Decides which rows. Default 0. */
  readonly seed?: number
}

/** Schema of a number of folds. */
export const foldCount = z.int().min(2)

/** Schema of a seed. */
export const seedSchema = z.int().min(0).default(0)

const schema = z.strictObject({ folds: foldCount, seed: seedSchema })

/**
 * Checks the options of a function that makes folds.
 * @throws {OptionError} naming the option.
 */
export const parseFoldOptions = (options: FoldOptions, where: string) =>
  parse(schema, options, `${where} options`, OptionError)
