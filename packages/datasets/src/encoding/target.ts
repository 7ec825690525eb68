import { DataError } from '@parallax-ml/core'
import type { ColumnProfile } from '../table/profile.js'
import type { TargetEncoding } from './table-encoding.js'

/** Whether a class is to be predicted, or a number. */
export type Task = 'classification' | 'regression'

/** So many different whole numbers may be classes. */
const mostNumberedClasses = 10

/**
 * How a column becomes the target.
 * @throws {DataError} if it does not suit the task.
 */
export function targetEncoding(
  column: ColumnProfile,
  task: Task | undefined,
  table: string,
): TargetEncoding {
  const { name, type, present, mean, variance, values } = column
  const fail = (problem: string, hint?: string): DataError =>
    new DataError({ where: `${table}, target '${name}'`, problem, ...(hint && { hint }) })
  if (present === 0) throw fail('it is empty')
  const chosen = task ?? usualTask(column)
  if (chosen === 'regression') {
    if (type !== 'number')
      throw fail(`a regression needs numbers, and its values are of type ${type}`)
    if (variance === 0) throw fail('all rows have the same value, so there is nothing to learn')
    return { type: 'number', column: name, mean, variance }
  }
  if (values === undefined || type === 'text') {
    throw fail(
      'it has too many different values for classes',
      type === 'number'
        ? "Choose task: 'regression' (--task regression)."
        : 'Choose another column, or merge values.',
    )
  }
  if (classesOf(column).length < 2)
    throw fail('all rows have the same class, so there is nothing to learn')
  const classes = type === 'boolean' ? ['false', 'true'] : classesOf(column)
  return { type: 'category', column: name, classes }
}

function usualTask({ type, whole, values }: ColumnProfile): Task {
  if (type !== 'number') return 'classification'
  const isFew = values !== undefined && values.length <= mostNumberedClasses
  return whole && isFew ? 'classification' : 'regression'
}

/** The different values; of numbers, 1 and 1.0 are the same. */
function classesOf({ type, values }: ColumnProfile): string[] {
  const texts = values!.map(({ value }) => value)
  return type === 'number' ? [...new Set(texts.map((text) => String(Number(text))))] : texts
}
