import { classReader } from '../../data/class-weight.js'
import type { ResidentData, StreamedData } from '../../data/source.js'
import { DataError, OptionError } from '../../errors/parallax-error.js'
import { derivedSeed } from '../../random/derived-seed.js'
import { readBlocks } from '../../training/batches.js'
import type { Objective } from '../../training/objective.js'
import { checkSplits, type DividedRows, divideRows, divideTraining } from '../folds/divide-rows.js'
import type { Split } from '../folds/split.js'
import type { ParsedCrossValidation } from './options.js'

/** One training of cross-validation that is to come. */
export interface PlannedFold {
  /** Counted from 1. */
  readonly repeat: number
  /** Which fold of the repeat, counted from 1. */
  readonly fold: number
  readonly seed: number
  readonly split: Split
  /** The rows of the split's training part that it is trained on, and watched on if there are some. */
  readonly fit: { readonly train: readonly number[]; readonly watch?: readonly number[] }
}

/**
 * Every training of cross-validation, in order. Seeds are pure functions of (seed, repeat, fold), and
 * so is the division.
 * @throws {DataError} if the rows cannot be divided so.
 */
export async function planFolds(
  { division, seed }: ParsedCrossValidation,
  data: ResidentData | StreamedData,
  objective: Objective,
): Promise<PlannedFold[]> {
  const { folds, repeats, validationFolds } = division
  const known = await knownOf(division, data, objective)
  const splitsOf = (repeat: number): readonly Split[] =>
    typeof folds === 'number'
      ? divideRows(known, folds, derivedSeed(seed, 'crossValidate division', repeat))
      : checkSplits(folds, data.rows)
  return Array.from({ length: repeats }, (_, i) => i + 1).flatMap((repeat) =>
    splitsOf(repeat).map((split, i) => {
      const own = derivedSeed(seed, 'crossValidate', repeat, i + 1)
      const inner = validationFolds && divideTraining(split, known, validationFolds, own)
      const fit = inner ? { train: inner.train, watch: inner.test } : { train: split.train }
      return { repeat, fold: i + 1, seed: own, split, fit }
    }),
  )
}

async function knownOf(
  { stratify, groups }: ParsedCrossValidation['division'],
  data: ResidentData | StreamedData,
  objective: Objective,
): Promise<DividedRows> {
  const { rows } = data
  requireRows(groups, rows, 'groups')
  if (stratify === false) return { rows, groups }
  const classes = stratify === true ? await classesOf(data, objective) : stratify
  requireRows(classes, rows, 'stratify')
  return { rows, classes }
}

/** The class of each row, as the targets have it. */
async function classesOf(
  data: ResidentData | StreamedData,
  objective: Objective,
): Promise<number[]> {
  const [output, ...others] = Object.keys(objective.outputs) as [string]
  if (others.length > 0) {
    throw new OptionError({
      where: 'option stratify',
      problem: 'the model has several outputs, and each has classes of its own',
      hint: 'Give the class of each row as a list.',
    })
  }
  const { loss } = objective.outputs[output]!
  const reader = classReader(objective.data.y[output]!, loss.definition, 'stratify')
  const classes: number[] = []
  for await (const columns of readBlocks(data, objective.data)) {
    const y = columns[`y/${output}`]!
    for (let row = 0; row < y.length / reader.width; row++) classes.push(reader.read(y, row))
  }
  return classes
}

function requireRows(list: ArrayLike<unknown> | undefined, rows: number, option: string): void {
  if (list === undefined || list.length === rows) return
  throw new DataError({
    where: `option ${option}`,
    problem: 'it has another number of rows than the data',
    expected: String(rows),
    received: String(list.length),
  })
}
