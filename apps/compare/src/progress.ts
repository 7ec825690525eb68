import pc from 'picocolors'
import { showCount, showLoss, showTimeLeft } from './format.js'
import type { ComparisonProgress, RunProgress } from './runs/comparison.js'
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
      if ('training' in progress && now - last < leastMsBetween) return
      last = now
      const text = `${place(progress, secondsLeft)}${'agreeing' in progress ? '' : rate(progress)}`
      output.write(`${eraseLine}${dim(text.slice(0, (output.columns ?? 80) - 1))}`)
    },
    clear: () => output.write(eraseLine),
  }
}

function rate({ seed, training: at }: RunProgress): string {
  if (at === undefined) return `, seed ${seed}`
  const { epoch, epochs, loss, stepsPerSecond } = at
  return `, seed ${seed}, epoch ${epoch}/${epochs}, loss ${showLoss(loss)}, ${showCount(stepsPerSecond)} steps/s`
}

function sparseLines(output: Output): ProgressReporter {
  let previous = ''
  return {
    report(progress, secondsLeft) {
      const name =
        'agreeing' in progress
          ? progress.agreeing.name
          : `${progress.task.name} on ${progress.backend}`
      if (name === previous) return
      previous = name
      output.write(`${place(progress, secondsLeft)}\n`)
    },
    clear: () => {},
  }
}

function place(progress: ComparisonProgress, secondsLeft?: number): string {
  if ('agreeing' in progress) {
    const { done, tasks, agreeing } = progress
    return `agreement ${done + 1} of ${tasks}: ${agreeing.name}`
  }
  const { done, runs, task, backend } = progress
  const left = secondsLeft === undefined ? '' : `, about ${showTimeLeft(secondsLeft)} left`
  return `run ${Math.min(done + 1, runs)} of ${runs}${left}: ${task.name} on ${backend}`
}
