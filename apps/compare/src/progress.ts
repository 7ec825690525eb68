import pc from 'picocolors'
import { showCount, showLoss, showTimeLeft } from './format.js'
import type { ComparisonProgress } from './runs/comparison.js'
import type { Output } from './streams.js'

/** Shows where a comparison is. */
export interface ProgressReporter {
  /** `secondsLeft` is absent as long as there is nothing to guess it from. */
  report(progress: ComparisonProgress, secondsLeft?: number): void
  /** Takes away what is not to stay. */
  clear(): void
}

const leastMsBetween = 80
const eraseLine = '\r\u001b[K'

/** On a terminal one line that changes; elsewhere one line whenever a task begins. */
export function progressReporter(output: Output, quiet: boolean): ProgressReporter {
  if (quiet) return { report: () => {}, clear: () => {} }
  return output.isTTY ? changingLine(output) : sparseLines(output)
}

function changingLine(output: Output): ProgressReporter {
  const { dim } = pc.createColors(process.env.NO_COLOR === undefined)
  let last = Number.NEGATIVE_INFINITY
  return {
    report(progress, secondsLeft) {
      const now = performance.now()
      if (now - last < leastMsBetween) return
      last = now
      const { training: at } = progress
      const rate = at
        ? `, epoch ${at.epoch}/${at.epochs}, loss ${showLoss(at.loss)}, ${showCount(at.stepsPerSecond)} steps/s`
        : ''
      const text = `${place(progress, secondsLeft)}, seed ${progress.seed}${rate}`
      output.write(`${eraseLine}${dim(text.slice(0, (output.columns ?? 80) - 1))}`)
    },
    clear: () => output.write(eraseLine),
  }
}

function sparseLines(output: Output): ProgressReporter {
  let previous = ''
  return {
    report(progress, secondsLeft) {
      const name = `${progress.task.name} on ${progress.backend}`
      if (name === previous) return
      previous = name
      output.write(`${place(progress, secondsLeft)}\n`)
    },
    clear: () => {},
  }
}

function place({ done, runs, task, backend }: ComparisonProgress, secondsLeft?: number): string {
  const left = secondsLeft === undefined ? '' : `, about ${showTimeLeft(secondsLeft)} left`
  return `run ${Math.min(done + 1, runs)} of ${runs}${left}: ${task.name} on ${backend}`
}
