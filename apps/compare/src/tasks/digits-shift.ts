import { digits } from '@parallax-ml/datasets'
import { digitsTask } from './digits.js'
import { secondHalfHeldOut } from './splits.js'
import type { Task } from './task.js'

/** The network of `digits` for writers that it hardly knows: what happens when people change. */
export const digitsShiftTask: Task = {
  name: 'digits-shift',
  description:
    'The network and the settings of digits, trained on the first half of the rows and judged by the second, which other people wrote for the most part. The seed moves the start and the batches alone.',
  kind: 'classification',
  spec: digitsTask.spec,
  training: digitsTask.training,
  data: secondHalfHeldOut(digits),
  seedMovesRows: false,
  hasOwnTestRows: true,
  featuresShareUnit: true,
  picture: { width: 8, ink: 16 },
}
