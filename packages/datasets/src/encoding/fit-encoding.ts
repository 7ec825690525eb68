import { DataError, OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import type { ColumnProfile, TableProfile } from '../table/profile.js'
import { requireColumn } from '../table/profile-options.js'
import type { TableEncoding } from './table-encoding.js'
import { type Task, targetEncoding } from './target.js'

/** Options of {@link fitEncoding}. */
export interface FitEncodingOptions {
  /** The column to predict. Without one, there are features only. */
  readonly target?: string
  /** Whether the target is a class or a number. Default: see {@link fitEncoding}. */
  readonly task?: Task
  /** Columns to leave out, such as numbers of rows. */
  readonly ignore?: readonly string[]
  /**
   * What a category gets that the training rows do not have: a DataError, or zeros, as if it were none
   * of those known. Default `error`.
   */
  readonly unknown?: 'error' | 'zeros'
}

const schema = z.strictObject({
  target: z.string().optional(),
  task: z.enum(['classification', 'regression']).optional(),
  ignore: z.array(z.string()).default([]),
  unknown: z.enum(['error', 'zeros']).default('error'),
})

/**
 * Learns from the profile of training rows how columns become numbers. Numbers stay, booleans are 0
 * and 1, dates become days and seasons, categories a feature for each value; gaps in numbers get the mean, and a feature that
 * says so. Free text and columns with one value only are left out, and `ignored` says why.
 *
 * The target is a class if it is a category or boolean, or has at most ten different whole numbers;
 * otherwise it is a number. Classes are in order: by size if they are numbers, else by code unit.
 *
 * @throws {DataError} if a column does not exist, the target cannot be learnt, or no feature is left.
 * @throws {OptionError} if an option does not fit.
 *
 * @example
 * const encoding = fitEncoding(profileTable(train), { target: 'species' })
 */
export function fitEncoding(
  profile: TableProfile,
  options: FitEncodingOptions = {},
): TableEncoding {
  const { target, task, ignore, unknown } = parseWith(
    schema,
    options,
    'encoding options',
    OptionError,
  )
  const names = profile.columns.map(({ name }) => name)
  for (const name of [...ignore, ...(target === undefined ? [] : [target])]) {
    requireColumn(name, names, profile.name)
  }
  const others = profile.columns.filter(({ name }) => name !== target)
  const left = others.map((column) => ({ column, reason: reasonToIgnore(column, ignore) }))
  const features = left.flatMap(({ column, reason }) =>
    reason === undefined ? [featureOf(column)] : [],
  )
  if (features.length === 0) throw noFeatures(profile.name, left)
  const predicted = profile.columns.find(({ name }) => name === target)
  return {
    kind: 'table',
    version: 1,
    format: profile.format,
    unknown,
    features,
    ...(predicted && { target: targetEncoding(predicted, task, profile.name) }),
    ignored: left.flatMap(({ column: { name }, reason }) =>
      reason === undefined ? [] : [{ column: name, reason }],
    ),
  }
}

function reasonToIgnore(
  { name, type, present, missing, least, most, values }: ColumnProfile,
  ignore: readonly string[],
): string | undefined {
  if (ignore.includes(name)) return 'as asked for'
  if (present === 0) return 'it is empty'
  if (type === 'text') return 'it is free text'
  const isConstant = type === 'category' ? values!.length === 1 : least === most
  return isConstant && missing === 0 ? 'all rows have the same value' : undefined
}

function featureOf(column: ColumnProfile): TableEncoding['features'][number] {
  const { name, type, mean, variance, present, missing, values } = column
  const isMissing = missing > 0
  if (type === 'category') {
    return { type, column: name, values: values!.map(({ value }) => value), isMissing }
  }
  // Gaps are filled with the mean, which makes the whole vary less.
  const filled = (variance * present) / (present + missing)
  return {
    type: type as 'number' | 'boolean' | 'date',
    column: name,
    mean,
    variance: filled,
    isMissing,
  }
}

const noFeatures = (
  name: string,
  left: readonly { column: ColumnProfile; reason: string | undefined }[],
): DataError =>
  new DataError({
    where: name,
    problem: 'no column is left to learn from',
    ...(left.length > 0 && {
      received: left.map(({ column, reason }) => `'${column.name}': ${reason}`).join(', '),
      hint: "Declare texts that are categories: types: { column: 'category' } (--categories column).",
    }),
  })
