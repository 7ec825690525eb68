import pc from 'picocolors'
import type { ComparisonProgress } from './comparison.js'
import { showLoss } from './format.js'
import type { Output } from './streams.js'

/** Shows where a comparison is. */
export interface ProgressReporter {
  readonly report: (progress: ComparisonProgress) => void
  /** Takes away what is not to stay. */
  clear(): void
}

const leastMsBetween = 80
const eraseLine = '\r\u001b[K'

/** On a terminal one line that changes; elsewhere one line whenever a task is done. */
export function progressReporter(output: Output, quiet: boolean): ProgressReporter {
  if (quiet) return { report: () => {}, clear: () => {} }
  return output.isTTY ? changingLine(output) : sparseLines(output)
}

function changingLine(output: Output): ProgressReporter {
  const { dim } = pc.createColors(process.env.NO_COLOR === undefined)
  let last = Number.NEGATIVE_INFINITY
  return {
    report(progress) {
      const now = performance.now()
      if (now - last < leastMsBetween) return
      last = now
      const { training } = progress
      const epoch = training
        ? `, epoch ${training.epoch}/${training.epochs}, loss ${showLoss(training.loss)}`
        : ''
      const text = `${place(progress)}, seed ${progress.seed}${epoch}`
      output.write(`${eraseLine}${dim(text.slice(0, (output.columns ?? 80) - 1))}`)
    },
    clear: () => output.write(eraseLine),
  }
}

function sparseLines(output: Output): ProgressReporter {
  let previous = ''
  return {
    report(progress) {
      const name = `${progress.task.name} on ${progress.backend.name}`
      if (name === previous) return
      previous = name
      output.write(`${place(progress)}\n`)
    },
    clear: () => {},
  }
}

const place = ({ done, runs, task, backend }: ComparisonProgress): string =>
  `run ${Math.min(done + 1, runs)} of ${runs}: ${task.name} on ${backend.name}`
