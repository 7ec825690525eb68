import { type DataSet, orderedSplit, pickRows, stratifiedSplit } from '@parallax-ml/datasets'
import type { TaskData } from './task.js'

/** Rows of a data set with names, of either kind. */
type NamedRows = Pick<DataSet, 'x' | 'y' | 'featureNames'> & {
  readonly classNames?: readonly string[]
}

/** A fifth of each class is test rows, which the seed chooses. */
export const fifthHeldOut =
  (load: () => DataSet) =>
  (seed: number): TaskData => {
    const rows = load()
    return taskData(rows, stratifiedSplit(rows.y, { testShare: 0.2, seed }))
  }

/** The second half of the rows is for testing, whatever the seed. */
export const secondHalfHeldOut = (load: () => NamedRows) => (): TaskData => {
  const rows = load()
  return taskData(rows, orderedSplit(rows.y.length, { testShare: 0.5 }))
}

/** Rows drawn anew for each seed, the second half of them for testing. */
export const drawnAnew =
  (draw: (seed: number) => NamedRows) =>
  (seed: number): TaskData =>
    secondHalfHeldOut(() => draw(seed))()

function taskData(
  rows: NamedRows,
  split: { readonly train: readonly number[]; readonly test: readonly number[] },
): TaskData {
  const { featureNames, classNames } = rows
  const [train, test] = [pickRows(rows, split.train), pickRows(rows, split.test)]
  return { train, test, featureNames, ...(classNames && { classNames }) }
}
