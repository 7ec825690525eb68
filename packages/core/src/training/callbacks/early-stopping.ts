import { z } from 'zod'
import type { Tensor } from '../../backend/tensor.js'
import { OptionError } from '../../errors/parallax-error.js'
import { parse } from '../../errors/parse.js'
import { count } from '../../options/numbers.js'
import type { Callback } from './callback.js'
import { type WatchOptions, watchOptions, watchValue } from './watch-value.js'

/** When to stop before the last epoch, as Keras's `EarlyStopping`. */
export interface EarlyStoppingOptions extends WatchOptions {
  /** Epochs without improvement until training stops. */
  readonly patience: number
  /** Whether the model ends up with the weights of its best epoch. Default true. */
  readonly restoreBestWeights?: boolean
}

/** Schema of {@link EarlyStoppingOptions}. */
export const earlyStoppingOptions = z.strictObject({
  ...watchOptions,
  patience: count,
  restoreBestWeights: z.boolean().default(true),
})

/**
 * Stops training when a value no longer improves.
 * @throws {OptionError} if an option is wrong; in `fit`, if there is no such value.
 */
export function earlyStopping(options: EarlyStoppingOptions): Callback {
  const where = 'option earlyStopping'
  const parsed = parse(earlyStoppingOptions, options, where, OptionError)
  const { patience, restoreBestWeights } = parsed
  return {
    name: 'earlyStopping',
    begin({ values }) {
      const watched = watchValue(parsed, values, `${where}.monitor`)
      const { monitor } = watched
      let bestWeights: Readonly<Record<string, Tensor>> | undefined
      return {
        async onEpochEnd(training) {
          const { epoch, scores } = training
          if (watched.improves(scores[monitor]!, epoch)) {
            if (restoreBestWeights) bestWeights = await training.weights()
          } else if (epoch - watched.bestEpoch >= patience) {
            const best = `${watched.bestValue.toPrecision(4)}, which epoch ${watched.bestEpoch} had`
            training.stop('earlyStopping', `No better ${monitor} than ${best}.`)
          }
        },
        finalWeights: () => bestWeights && { weights: bestWeights, epoch: watched.bestEpoch },
        save: () => ({ values: watched.save(), ...(bestWeights && { tensors: bestWeights }) }),
        restore({ values: saved, tensors }) {
          watched.restore(saved)
          bestWeights = tensors
        },
      }
    },
  }
}
