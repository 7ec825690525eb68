import { z } from 'zod'
import { OptionError } from '../../errors/parallax-error.js'
import { parse } from '../../errors/parse.js'
import { count, nonNegative } from '../../options/numbers.js'
import type { Callback } from './callback.js'
import { type WatchOptions, watchOptions, watchValue } from './watch-value.js'

/** When to take smaller steps, as Keras's `ReduceLROnPlateau`. */
export interface ReduceLearningRateOptions extends WatchOptions {
  /** What the rate is multiplied by. Default 0.1. */
  readonly factor?: number
  /** Epochs without improvement until then. Default 10. */
  readonly patience?: number
  /** Epochs after a reduction that do not count. Default 0. */
  readonly cooldown?: number
  /** The rate stays at or above this. Default 0. */
  readonly minLearningRate?: number
}

const schema = z.strictObject({
  ...watchOptions,
  minDelta: nonNegative.default(1e-4),
  factor: z.number().gt(0).lt(1).default(0.1),
  patience: count.default(10),
  cooldown: z.int().min(0).default(0),
  minLearningRate: nonNegative.default(0),
})

/**
 * Multiplies the learning rate by a factor whenever a value no longer improves. `minDelta` is 1e-4 by
 * default, as in Keras; the rate of a schedule is scaled as well.
 * @throws {OptionError} if an option is wrong; in `fit`, if there is no such value.
 */
export function reduceLearningRateOnPlateau(options: ReduceLearningRateOptions = {}): Callback {
  const where = 'option reduceLearningRateOnPlateau'
  const parsed = parse(schema, options, where, OptionError)
  const { factor, patience, cooldown, minLearningRate } = parsed
  return {
    name: 'reduceLearningRateOnPlateau',
    begin({ values }) {
      const watched = watchValue(parsed, values, `${where}.monitor`)
      let waited = 0
      let cooling = 0
      return {
        onEpochEnd(training) {
          if (cooling > 0) {
            cooling--
            waited = 0
          }
          if (watched.improves(training.scores[watched.monitor]!, training.epoch)) {
            waited = 0
          } else if (cooling === 0 && ++waited >= patience) {
            const { learningRate } = training
            if (learningRate <= minLearningRate) return
            training.scaleLearningRate(Math.max(factor, minLearningRate / learningRate))
            cooling = cooldown
            waited = 0
          }
        },
        save: () => ({ values: { watched: watched.save(), waited, cooling } }),
        restore({ values: saved }) {
          const state = saved as {
            watched: ReturnType<typeof watched.save>
            waited: number
            cooling: number
          }
          watched.restore(state.watched)
          waited = state.waited
          cooling = state.cooling
        },
      }
    },
  }
}
