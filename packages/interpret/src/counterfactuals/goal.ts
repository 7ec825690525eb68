import { OptionError } from '@parallax-ml/core'
import { classOf } from '../classes.js'
import type { Explainable } from '../explained/explainable.js'
import type { Goal } from './found.js'

/**
 * The class that has to win; by default the runner-up.
 * @throws {OptionError} if there is no such class, or it wins already.
 */
export function goalOf(
  { space }: Explainable,
  prediction: Float64Array,
  target: number | undefined,
  margin: number,
): Goal {
  const classes = Math.max(2, prediction.length)
  const winner = classOf(prediction, space)
  const chosen = target ?? runnerUp(prediction, winner)
  if (chosen < classes && chosen !== winner) return { target: chosen, space, margin }
  throw new OptionError({
    where: 'option target',
    problem: chosen === winner ? 'the row is of that class already' : 'there is no such class',
    expected: `a class from 0 to ${classes - 1}, but for ${winner}`,
    received: String(chosen),
  })
}

function runnerUp(prediction: Float64Array, winner: number): number {
  if (prediction.length === 1) return 1 - winner
  const others = Array.from(prediction.keys()).filter((place) => place !== winner)
  return others.reduce((best, place) => (prediction[place]! > prediction[best]! ? place : best))
}
