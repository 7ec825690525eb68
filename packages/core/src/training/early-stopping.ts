import { z } from 'zod'
import { suggest } from '../errors/nearest.js'
import { OptionError } from '../errors/parallax-error.js'
import { count, nonNegative } from '../options/numbers.js'

/** When to stop before the last epoch, as Keras's `EarlyStopping`. */
export interface EarlyStoppingOptions {
  /**
   * The value to watch: `valLoss` where there are validation data, else `loss`; or a metric, which
   * knows itself whether higher or lower is better.
   */
  readonly monitor?: string | undefined
  /** Epochs without improvement until training stops. */
  readonly patience: number
  /** A change that is smaller is no improvement. Default 0. */
  readonly minDelta?: number
  /** Whether the model ends up with the weights of its best epoch. Default true. */
  readonly restoreBestWeights?: boolean
}

/** Schema of {@link EarlyStoppingOptions}. */
export const earlyStoppingOptions = z.strictObject({
  monitor: z.string().optional(),
  patience: count,
  minDelta: nonNegative.default(0),
  restoreBestWeights: z.boolean().default(true),
})

/** Watches one value over the epochs. */
export interface EarlyStopping {
  readonly monitor: string
  readonly restoreBestWeights: boolean
  /** Epoch of the best value so far, counted from 1; 0 before the first. */
  readonly bestEpoch: number
  readonly bestValue: number
  /** Takes the value of the next epoch. */
  watch(value: number): 'improved' | 'waiting' | 'stop'
}

/**
 * A watcher of the given options.
 * @param values the values that the history will have, and which are the better ones.
 * @throws {OptionError} if the value to watch will not be there.
 */
export function earlyStopping(
  options: z.output<typeof earlyStoppingOptions>,
  values: Readonly<Record<string, 'higher' | 'lower'>>,
): EarlyStopping {
  const names = Object.keys(values)
  const monitor = options.monitor ?? (names.includes('valLoss') ? 'valLoss' : 'loss')
  if (!names.includes(monitor)) {
    throw new OptionError({
      where: 'option earlyStopping.monitor',
      problem: `there will be no '${monitor}' to watch`,
      hint:
        /^val/.test(monitor) && !names.includes('valLoss')
          ? 'Give validationData.'
          : suggest(monitor, names),
    })
  }
  const sign = values[monitor] === 'lower' ? 1 : -1
  let epoch = 0
  let bestEpoch = 0
  let bestValue = sign * Infinity
  return {
    monitor,
    restoreBestWeights: options.restoreBestWeights,
    get bestEpoch() {
      return bestEpoch
    },
    get bestValue() {
      return bestValue
    },
    watch(value) {
      epoch++
      if (sign * value < sign * bestValue - options.minDelta) {
        bestEpoch = epoch
        bestValue = value
        return 'improved'
      }
      return epoch - bestEpoch >= options.patience ? 'stop' : 'waiting'
    },
  }
}
