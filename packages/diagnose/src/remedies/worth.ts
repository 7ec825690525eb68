import { mean } from '@parallax-ml/core'
import type { Scores } from '../bench/answers.js'
import type { Subject } from '../subject.js'
import type { Remedy } from './remedy.js'

/**
 * What scores are worth where recipes are compared. A network that is worse than always saying the mean,
 * or gives what is not finite, has learned nothing, however far off it is: one that runs away must not
 * drown what mends it.
 */
export function worthOf(
  { score, loss }: Scores,
  judgedBy: Remedy['judgedBy'],
  subject: Subject,
): number {
  if (judgedBy === 'score') return score > 0 ? score : 0
  return Number.isFinite(loss) ? loss : lossOfNothing(subject)
}

/** Of equal shares of all classes, or of the mean. */
function lossOfNothing({ kind, classNames, train: { y } }: Subject): number {
  if (kind === 'classification') return Math.log(classNames.length)
  const center = mean(y)
  return mean(y.map((value) => (value - center) ** 2))
}
