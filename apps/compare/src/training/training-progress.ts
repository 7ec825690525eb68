import type { Progress } from '@parallax-ml/core'
import pc from 'picocolors'
import { showCount, showLoss } from '../format.js'
import type { Output } from '../streams.js'
import { showTimeLeft } from '../time-left.js'

/** Shows how far training is. */
export interface TrainingProgress {
  report(progress: Progress): void
  /** Takes away what is not to stay. */
  clear(): void
}

const eraseLine = '\r\u001b[K'

/** On a terminal one line that changes; elsewhere a line every five seconds; nothing if quiet. */
export function trainingProgress(output: Output, quiet: boolean): TrainingProgress {
  if (quiet) return { report: () => {}, clear: () => {} }
  const { dim } = pc.createColors(process.env.NO_COLOR === undefined)
  const leastMsBetween = output.isTTY ? 80 : 5000
  let last = output.isTTY ? Number.NEGATIVE_INFINITY : performance.now()
  return {
    report(progress) {
      const now = performance.now()
      if (now - last < leastMsBetween) return
      last = now
      const text = textOf(progress)
      if (!output.isTTY) output.write(`${text}\n`)
      else output.write(`${eraseLine}${dim(text.slice(0, (output.columns ?? 80) - 1))}`)
    },
    clear: () => output.isTTY && output.write(eraseLine),
  }
}

const textOf = ({ epoch, epochs, loss, stepsPerSecond, secondsLeft }: Progress): string =>
  `epoch ${epoch} of at most ${epochs}, loss ${showLoss(loss)}, ${showCount(stepsPerSecond)} steps/s, at most ${showTimeLeft(secondsLeft)} left`
