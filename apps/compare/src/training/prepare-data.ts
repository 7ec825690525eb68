import type { Dataset, RowSource } from '@parallax-ml/core'
import {
  encodedSource,
  encodeTable,
  fitEncoding,
  pickSource,
  profileSource,
  type TableEncoding,
  type TableProfile,
  type TableSource,
  type Task,
} from '@parallax-ml/datasets'
import { showRows } from '../show-rows.js'
import { type DividedRows, divideRows } from './divide-rows.js'
import { readColumns } from './read-columns.js'

/** How to prepare data. */
export interface PrepareOptions {
  readonly target: string
  readonly task: Task | undefined
  /** Columns that are categories, whatever they look like. */
  readonly categories: readonly string[]
  readonly ignore: readonly string[]
  readonly unknown: 'error' | 'zeros'
  /** Share of the rows to hold back; by default a fifth, where there are enough. */
  readonly testShare: number | undefined
  readonly ordered: boolean
  readonly group: string | undefined
  readonly seed: number
}

/** Rows for a training run, encoded by what the training rows taught. */
export interface PreparedData {
  readonly encoding: TableEncoding
  /** Of all rows that have a target. */
  readonly profile: TableProfile
  /** Of the rows that are trained on. */
  readonly trained: TableProfile
  readonly train: Dataset | RowSource
  /** Decides when to stop; absent where nothing is held back. */
  readonly validation: Dataset | RowSource | undefined
  /** Judges the result, and has no part in training; absent where nothing is held back. */
  readonly test: Dataset | RowSource | undefined
  readonly counts: { readonly train: number; readonly validation: number; readonly test: number }
  /** How the rows that judge were chosen. */
  readonly divided: string
  /** Whether rows are read as they are needed. */
  readonly isStreamed: boolean
  /** What was done to the data, as sentences. */
  readonly notes: readonly string[]
}

/** Of the rows that are not held back, this share decides when to stop. */
const validationShare = 0.15
/** With fewer rows, nothing is held back unless it is asked for. */
const fewestToHoldBack = 30
/** Tables of more cells stay on disk. */
const usualMostCells = 20_000_000

/**
 * Finds the types of all columns, divides the rows into those for training, for stopping and for
 * judging, learns the encoding from the first of these alone, and encodes all.
 *
 * @param mostCells tables of more are streamed.
 * @throws {DataError} naming row and column, if data do not fit.
 */
export async function prepareData(
  source: TableSource,
  options: PrepareOptions,
  mostCells = usualMostCells,
): Promise<PreparedData> {
  const { target, unknown, group } = options
  const ignore = [...options.ignore, ...(group === undefined ? [] : [group])]
  const isStreamed = source.rows * source.columns.length > mostCells
  const found = await readColumns(source, options, isStreamed)
  const declared = Object.fromEntries(
    options.categories.map((column) => [column, 'category' as const]),
  )
  const profile = await profileSource(source, { types: declared }, found.rows)
  const task = options.task ?? taskOf(fitEncoding(profile, { target, ignore }))
  const { testShare, notes } = testShareOf(found.rows.length, options.testShare)
  const divide = (rows: Int32Array, share: number): DividedRows => {
    const textsOf = (texts: readonly string[] | undefined) =>
      texts && Array.from(rows, (row) => texts[row]!)
    return divideRows(rows, {
      ...options,
      share,
      isLarge: isStreamed,
      classes: task === 'classification' ? textsOf(found.targets) : undefined,
      groups: textsOf(found.groups),
    })
  }
  const { train: others, held: test } = divide(found.rows, testShare)
  const { train, held: validation } = divide(others, testShare === 0 ? 0 : validationShare)
  const types = Object.fromEntries(profile.columns.map(({ name, type }) => [name, type]))
  const trained = await profileSource(source, { types }, train)
  const encoding = fitEncoding(trained, { target, task, unknown, ignore })
  const encode = async (rows: Int32Array): Promise<Dataset | RowSource> =>
    isStreamed
      ? pickSource(encodedSource(source, encoding), rows)
      : encodeTable(await source.read(rows), encoding)
  return {
    encoding,
    profile,
    trained,
    train: await encode(train),
    validation: validation.length === 0 ? undefined : await encode(validation),
    test: test.length === 0 ? undefined : await encode(test),
    counts: { train: train.length, validation: validation.length, test: test.length },
    divided: wayOf(options, task, isStreamed),
    isStreamed,
    notes: [...leftOut(source.rows - found.rows.length, target), ...notes],
  }
}

const taskOf = ({ target }: TableEncoding): Task =>
  target!.type === 'category' ? 'classification' : 'regression'

function wayOf({ ordered, group }: PrepareOptions, task: Task, isStreamed: boolean): string {
  if (ordered) return 'the last ones'
  if (group !== undefined) return `whole groups by '${group}'`
  return task === 'classification' && !isStreamed ? 'the same share of each class' : 'at random'
}

/** The share to hold back, and what to say if it is none. */
function testShareOf(
  rows: number,
  given: number | undefined,
): { testShare: number; notes: string[] } {
  if (given !== undefined) return { testShare: given, notes: [] }
  if (rows >= fewestToHoldBack) return { testShare: 0.2, notes: [] }
  const note = `${rows} rows are too few to hold any back: all are trained on, and nothing judges the result (--test-share 0.2 holds a fifth back).`
  return { testShare: 0, notes: [note] }
}

const leftOut = (rows: number, target: string): string[] =>
  rows === 0 ? [] : [`Left out, since they have no '${target}': ${showRows(rows)}.`]
