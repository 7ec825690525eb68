import { mean } from '@parallax-ml/core'
import type { Rows } from '../tasks/task.js'

/** A baseline's answer for a row: a class, or a number. */
export type Answer = (row: readonly number[]) => number

/** Always the class that most training rows have; of equals, the smallest. */
export function majorityClass({ y }: Rows): Answer {
  const classes = [...new Set(y)].sort((a, b) => a - b)
  const counts = classes.map((label) => y.filter((other) => other === label).length)
  const winner = classes[counts.indexOf(Math.max(...counts))]!
  return () => winner
}

/** Always the mean of the training targets. */
export function meanTarget({ y }: Rows): Answer {
  const center = mean(y)
  return () => center
}
