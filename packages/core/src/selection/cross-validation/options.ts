import { z } from 'zod'
import { OptionError } from '../../errors/parallax-error.js'
import { parse } from '../../errors/parse.js'
import type { Model } from '../../model/model.js'
import { count } from '../../options/numbers.js'
import {
  type FitOptions,
  fitOptions,
  type Progress,
  requireBackend,
} from '../../training/options.js'
import { foldCount } from '../folds/fold-options.js'
import type { Split } from '../folds/split.js'
import type { FoldResult } from './result.js'

/** How rows are divided for cross-validation. */
export interface DivisionOptions {
  /** How many parts, each of which is tested once; or the splits themselves. Default 5. */
  readonly folds?: number | readonly Split[]
  /** How often rows are divided anew. Default 1. */
  readonly repeats?: number
  /**
   * Whether every fold has each class by the same share: `true` takes the classes from the targets
   * as `classWeight` does, a list gives the class of each row as whole numbers from 0. Default false.
   */
  readonly stratify?: boolean | ArrayLike<number>
  /** The group of each row, a number or a name, no group to be on both sides. Default none. */
  readonly groups?: ArrayLike<number | string> | undefined
  /**
   * Into how many parts a fold's training rows are divided once more, in the same way, the first
   * being `validationData` of its training, for early stopping and the like; test rows never are.
   * Default none.
   */
  readonly validationFolds?: number | undefined
}

/** Progress of {@link crossValidate}: that of the training at work. */
export interface CrossValidationProgress extends Progress {
  /** Which training it is, counted from 1, and how many there are in all repeats. */
  readonly fold: number
  readonly folds: number
}

/** Options of {@link crossValidate}: its own, and those of `fit`, which are for every training. */
export interface CrossValidateOptions
  extends DivisionOptions,
    Omit<FitOptions, 'validationData' | 'checkpoint' | 'onProgress'> {
  /** Of the intervals. Default 0.95. */
  readonly confidence?: number
  /** Takes every fold's result, and the model, which is disposed of when this is over. */
  readonly onFold?: (fold: FoldResult, model: Model, split: Split) => void | Promise<void>
  readonly onProgress?: (progress: CrossValidationProgress) => void
}

const rowList = z.custom<ArrayLike<never>>(
  (value) => Array.isArray(value) || ArrayBuffer.isView(value),
  'not a list with an entry for each row',
)
const split = z.object({
  train: z.array(z.int().min(0)).min(1),
  test: z.array(z.int().min(0)).min(1),
})

/** Schema of {@link DivisionOptions}. */
export const division = {
  folds: z.union([foldCount, z.array(split).min(1)]).default(5),
  repeats: count.default(1),
  stratify: z.union([z.boolean(), rowList]).default(false),
  groups: rowList.optional(),
  validationFolds: foldCount.optional(),
}

const schema = fitOptions.omit({ validationData: true, checkpoint: true }).extend({
  ...division,
  confidence: z.number().gt(0).lt(1).default(0.95),
  onFold: z.unknown().optional(),
})

/** Checked options of {@link crossValidate}, its own apart from those of `fit`. */
export interface ParsedCrossValidation {
  readonly division: z.output<z.ZodObject<typeof division>>
  readonly seed: number
  readonly confidence: number
  /** As they were given. */
  readonly fitting: Omit<FitOptions, 'onProgress'>
}

/**
 * Checks the options of {@link crossValidate}.
 * @throws {OptionError} with the nearest right name.
 */
export function parseCrossValidation(options: CrossValidateOptions): ParsedCrossValidation {
  const parsed = parse(schema, options, 'crossValidate options', OptionError)
  requireBackend(parsed.backend)
  requireOneWay(parsed, 'crossValidate options')
  const { folds, repeats, stratify, groups, validationFolds, confidence, seed } = parsed
  const own = ['confidence', 'onFold', 'onProgress', ...Object.keys(division)]
  const fitting = Object.entries(options).filter(([name]) => !own.includes(name))
  return {
    division: { folds, repeats, stratify, groups, validationFolds },
    seed,
    confidence,
    fitting: Object.fromEntries(fitting) as unknown as FitOptions,
  }
}

/**
 * Checks that rows are divided in one way only.
 * @throws {OptionError} naming two.
 */
export function requireOneWay(
  { folds, repeats, stratify, groups }: ParsedCrossValidation['division'],
  where: string,
): void {
  const ways = [
    ...(Array.isArray(folds) ? ['folds as splits'] : []),
    ...(stratify === false ? [] : ['stratify']),
    ...(groups === undefined ? [] : ['groups']),
  ]
  const problem =
    ways.length > 1
      ? `it cannot have both ${ways[0]} and ${ways[1]}`
      : Array.isArray(folds) && repeats > 1 && 'splits that are given cannot be repeated'
  if (problem) throw new OptionError({ where, problem, hint: mend })
}

const mend = 'Choose one way to divide the rows, or make the splits yourself.'
