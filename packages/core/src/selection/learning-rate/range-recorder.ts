import type { Callback, StepRecord, Training } from '../../training/callbacks/callback.js'

/** Why a range test ended. */
export interface RangeEnd {
  readonly reason: 'completed' | 'diverged' | 'aborted'
  readonly message: string
}

/** What a range test has recorded so far. */
export interface RangeRecord {
  readonly learningRates: number[]
  readonly losses: number[]
  readonly smoothedLosses: number[]
  /** Once the recorder has ended it. */
  end?: RangeEnd
}

/** How long and how a range test records. */
export interface RecorderOptions {
  /** Rates to try. */
  readonly steps: number
  /** Steps of training at each rate, whose losses are averaged. */
  readonly stepsPerRate: number
  readonly smoothing: number
  readonly divergence: number
}

/**
 * A callback that records a range test and ends it. Losses are smoothed as fastai does, an
 * exponential mean divided by 1 − smoothing^n, as it starts from 0.
 */
export function rangeRecorder(
  recorded: RangeRecord,
  { steps, stepsPerRate, smoothing, divergence }: RecorderOptions,
): Callback {
  const { learningRates, losses, smoothedLosses } = recorded
  let average = 0
  let best = Infinity
  let sum = 0
  let training: Training | undefined

  const record = (learningRate: number, loss: number): void => {
    average = smoothing * average + (1 - smoothing) * loss
    const smoothed = average / (1 - smoothing ** (losses.length + 1))
    learningRates.push(learningRate)
    losses.push(loss)
    smoothedLosses.push(smoothed)
    best = Math.min(best, smoothed)
    // For losses above 0 the same as smoothed > divergence · best, and right for others as well.
    const diverges = smoothed - best > (divergence - 1) * Math.abs(best)
    if (diverges) {
      end('diverged', `The smoothed loss exceeded ${divergence} times its best.`)
    } else if (losses.length === steps) {
      end('completed', `All ${steps} learning rates were tried.`)
    }
  }

  const end = (reason: RangeEnd['reason'], message: string): void => {
    recorded.end = { reason, message }
    training!.stop(reason, message)
  }

  return {
    name: 'findLearningRate',
    begin: () => ({
      onTrainBegin(begun) {
        training = begun
      },
      logStep({ step, loss, learningRate }: StepRecord) {
        // Steps of the same chunk still follow the last one.
        if (recorded.end !== undefined || !Number.isFinite(loss)) return
        sum += loss
        if (step % stepsPerRate !== 0) return
        record(learningRate, sum / stepsPerRate)
        sum = 0
      },
    }),
  }
}
