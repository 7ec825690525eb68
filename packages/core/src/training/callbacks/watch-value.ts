import { z } from 'zod'
import { suggest } from '../../errors/nearest.js'
import { OptionError } from '../../errors/parallax-error.js'
import type { Json } from '../../files/json-metadata.js'
import { decodeNumber, type EncodedNumber, encodeNumber } from '../../graph/numbers.js'
import { nonNegative } from '../../options/numbers.js'
import type { RunFacts } from './callback.js'

/** Which value to watch, and what counts as better. */
export interface WatchOptions {
  /**
   * The value to watch: `valLoss` where there are validation data, else `loss`; or a metric, which
   * knows itself whether higher or lower is better.
   */
  readonly monitor?: string | undefined
  /** A change that is smaller is no improvement. Default 0. */
  readonly minDelta?: number
}

/** Schema of {@link WatchOptions}. */
export const watchOptions = {
  monitor: z.string().optional(),
  minDelta: nonNegative.default(0),
}

/** Remembers the best of one value over the epochs. */
export interface WatchedValue {
  readonly monitor: string
  /** Epoch of the best value so far, counted from 1; 0 before the first. */
  readonly bestEpoch: number
  readonly bestValue: number
  /** Takes the value of an epoch; tells whether it is the best so far. */
  improves(value: number, epoch: number): boolean
  save(): Json
  restore(saved: Json): void
}

/**
 * Watches the value that the options name.
 * @param where the option that names it.
 * @throws {OptionError} if it will not be there.
 */
export function watchValue(
  { monitor: chosen, minDelta = 0 }: WatchOptions,
  values: RunFacts['values'],
  where: string,
): WatchedValue {
  const names = Object.keys(values)
  const monitor = chosen ?? (names.includes('valLoss') ? 'valLoss' : 'loss')
  if (!names.includes(monitor)) {
    throw new OptionError({
      where,
      problem: `there will be no '${monitor}' to watch`,
      hint:
        /^val/.test(monitor) && !names.includes('valLoss')
          ? 'Give validationData.'
          : suggest(monitor, names),
    })
  }
  const sign = values[monitor] === 'lower' ? 1 : -1
  let best = { epoch: 0, value: sign * Infinity }
  return {
    monitor,
    get bestEpoch() {
      return best.epoch
    },
    get bestValue() {
      return best.value
    },
    improves(value, epoch) {
      if (!(sign * value < sign * best.value - minDelta)) return false
      best = { epoch, value }
      return true
    },
    save: () => ({ epoch: best.epoch, value: encodeNumber(best.value) }),
    restore(saved) {
      const { epoch, value } = saved as { epoch: number; value: EncodedNumber }
      best = { epoch, value: decodeNumber(value) }
    },
  }
}
