import { xor } from '@parallax-ml/datasets'
import type { Task, TaskData } from './task.js'

/** Loss below which an answer counts as learned rather than lucky. */
const solvedLoss = 0.05

/** What both tasks on exclusive or share: all four rows are trained on and judged by. */
export const exclusiveOr: Pick<
  Task,
  'kind' | 'data' | 'seedMovesRows' | 'success' | 'hasOwnTestRows'
> = {
  kind: 'classification',
  data(): TaskData {
    const { x, y, featureNames, classNames } = xor()
    return { train: { x, y }, test: { x, y }, featureNames, classNames }
  },
  seedMovesRows: false,
  hasOwnTestRows: false,
  success: {
    // Every answer right, and not by a hair.
    meaning: `four right and loss < ${solvedLoss}`,
    holds: ({ accuracy, loss }) => accuracy === 1 && loss < solvedLoss,
  },
}
