import { z } from 'zod'
import type { Dataset, RowSource } from '../../data/source.js'
import { OptionError } from '../../errors/parallax-error.js'
import { parse } from '../../errors/parse.js'
import { type OptimizerChoice, resolveOptimizer } from '../../optimizers/index.js'
import { fraction, positive } from '../../options/numbers.js'
import type { ModelSpec } from '../../spec/model-spec.js'
import { fit } from '../../training/fit.js'
import { type FitOptions, fitOptions } from '../../training/options.js'
import { type RangeEnd, type RangeRecord, rangeRecorder } from './range-recorder.js'
import { type SuggestedRates, suggestRates } from './suggest-rates.js'

/** Options of {@link findLearningRate}: its own, and those of `fit` that decide a step. */
export interface FindLearningRateOptions
  extends Omit<
    FitOptions,
    'epochs' | 'validationData' | 'earlyStopping' | 'checkpoint' | 'onProgress' | 'callbacks'
  > {
  /** The first rate. Default 1e-6. */
  readonly from?: number
  /** The last rate. Default 1. */
  readonly to?: number
  /** How many rates. Default 100. */
  readonly steps?: number
  /** How much of the smoothed loss stays from step to step, from 0 (no smoothing) to 1. Default 0.98. */
  readonly smoothing?: number
  /** The test ends when the smoothed loss exceeds its best so many times. Default 4. */
  readonly divergence?: number
}

/** What {@link findLearningRate} returns: plain data, an entry of each list for each rate tried. */
export interface LearningRateCurve {
  readonly learningRates: readonly number[]
  readonly losses: readonly number[]
  readonly smoothedLosses: readonly number[]
  readonly suggestions: SuggestedRates
  /** What to bear in mind, or why there is no suggestion. */
  readonly caveat?: string
  readonly stopped: RangeEnd
}

const own = {
  from: positive.default(1e-6),
  to: positive.default(1),
  steps: z.int().min(10).default(100),
  smoothing: fraction.default(0.98),
  divergence: z.number().gt(1).default(4),
}

const schema = fitOptions
  .omit({
    epochs: true,
    validationData: true,
    earlyStopping: true,
    checkpoint: true,
    onProgress: true,
    callbacks: true,
  })
  .extend(own)

/**
 * The learning-rate range test of Smith, "Cyclical learning rates for training neural networks"
 * (2017): trains from the first weights while the rate grows from step to step by the same factor,
 * until the loss diverges. The weights are thrown away. The optimiser's own rate, or schedule, is
 * replaced; everything else about it stays. With `gradientAccumulationSteps` every update has a rate.
 *
 * @throws {OptionError} if an option is unknown or does not suit the model.
 * @throws the errors of `fit`.
 *
 * @example
 * const { suggestions, caveat } = await findLearningRate(spec, { x, y }, {
 *   backend: native, loss: 'meanSquaredError', optimizer: 'adam',
 * })
 */
export async function findLearningRate(
  spec: ModelSpec,
  data: Dataset | RowSource,
  options: FindLearningRateOptions,
): Promise<LearningRateCurve> {
  const where = 'findLearningRate options'
  const parsed = parse(schema, options, where, OptionError)
  const { from, to, steps, smoothing, divergence } = parsed
  if (to <= from) {
    throw new OptionError({
      where: `${where}.to`,
      problem: 'too small',
      expected: `more than from, ${from}`,
      received: String(to),
    })
  }
  const fitting = Object.fromEntries(Object.entries(options).filter(([name]) => !(name in own)))
  const { gradientAccumulationSteps: stepsPerRate = 1 } = resolveOptimizer(parsed.optimizer).options
  const recorded: RangeRecord = { learningRates: [], losses: [], smoothedLosses: [] }
  const { model, stopped } = await fit(spec, data, {
    ...(fitting as Omit<FitOptions, 'epochs'>),
    // Enough whatever the number of rows; the recorder ends it.
    epochs: steps * stepsPerRate,
    optimizer: withRates(parsed.optimizer, from, to, steps),
    callbacks: [rangeRecorder(recorded, { steps, stepsPerRate, smoothing, divergence })],
  })
  await model.dispose()
  const { learningRates, losses, smoothedLosses, end } = recorded
  const reason = stopped.reason === 'aborted' ? 'aborted' : 'diverged'
  return {
    learningRates,
    losses,
    smoothedLosses,
    ...suggestRates(learningRates, losses, smoothedLosses, end?.reason === 'completed'),
    stopped: end ?? { reason, message: stopped.message },
  }
}

/** The same optimiser with a rate that grows from update to update by the same factor. */
function withRates(choice: unknown, from: number, to: number, steps: number): OptimizerChoice {
  const isAlone = typeof choice === 'string' || 'defines' in (choice as object)
  const learningRate = {
    name: 'exponentialDecay',
    initialLearningRate: from,
    decaySteps: steps - 1,
    decayRate: to / from,
  }
  return { ...(isAlone ? { name: choice } : (choice as object)), learningRate } as OptimizerChoice
}
