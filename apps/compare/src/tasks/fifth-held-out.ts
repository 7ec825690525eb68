import { type DataSet, pickRows, stratifiedSplit } from '@parallax-ml/datasets'
import type { TaskData } from './task.js'

/** A fifth of each class is test rows, which the seed chooses. */
export const fifthHeldOut =
  (load: () => DataSet) =>
  (seed: number): TaskData => {
    const rows = load()
    const { train, test } = stratifiedSplit(rows.y, { testShare: 0.2, seed })
    return { train: pickRows(rows, train), test: pickRows(rows, test) }
  }
