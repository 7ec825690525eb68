import type { Scores } from '@parallax-ml/core'
import { xor } from '@parallax-ml/datasets'
import type { Task, TaskData } from './task.js'

/** Loss below which an answer counts as learned rather than lucky. */
const solvedLoss = 0.05

/** All four rows are trained on and judged by: there are no others. */
export function exclusiveOr(): TaskData {
  const rows = xor()
  return { train: rows, test: rows }
}

/** Every answer right, and not by a hair. */
export const exclusiveOrSuccess: NonNullable<Task['success']> = {
  meaning: `four right and loss < ${solvedLoss}`,
  holds: ({ accuracy, loss }: Scores) => accuracy === 1 && loss < solvedLoss,
}
