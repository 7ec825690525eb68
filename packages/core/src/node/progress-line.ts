import type { Callback, Training } from '../training/callbacks/callback.js'

/** Where progress is shown; `process.stderr` is one. */
export interface ProgressStream {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/**
 * Shows how far training is: on a terminal one line that is written again and again, elsewhere a
 * line every ten seconds.
 * @param stream default `process.stderr`, so that results can be piped.
 */
export function progressLine(stream: ProgressStream = process.stderr): Callback {
  const isTerminal = stream.isTTY === true
  const everyMs = isTerminal ? 100 : 10_000
  return {
    name: 'progressLine',
    begin() {
      let last = performance.now()
      const show = (training: Training): void => {
        const line = describe(training)
        stream.write(
          isTerminal ? `\r\u001b[2K${line.slice(0, (stream.columns ?? 80) - 1)}` : `${line}\n`,
        )
      }
      let current: Training
      return {
        onTrainBegin(training) {
          current = training
        },
        onSteps(training) {
          if (performance.now() - last < everyMs) return
          last = performance.now()
          show(training)
        },
        onTrainEnd(stopped) {
          if (stopped === undefined) return
          show(current)
          if (isTerminal) stream.write('\n')
        },
      }
    },
  }
}

function describe({ step, steps, epoch, epochs, loss, stepsPerSecond }: Training): string {
  const left = (steps - step) / stepsPerSecond
  const parts = [
    `epoch ${Math.min(epoch + 1, epochs)}/${epochs}`,
    `step ${step}/${steps}`,
    `loss ${loss.toPrecision(4)}`,
    `${stepsPerSecond.toPrecision(3)} steps/s`,
    ...(Number.isFinite(left) && step < steps ? [`${duration(left)} left`] : []),
  ]
  return parts.join(', ')
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}
