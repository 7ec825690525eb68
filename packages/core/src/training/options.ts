import { z } from 'zod'
import type { BackendV1 } from '../backend/contract.js'
import type { ClassWeightChoice } from '../data/class-weight.js'
import type { Dataset, RowSource } from '../data/source.js'
import { OptionError } from '../errors/parallax-error.js'
import { parse } from '../errors/parse.js'
import { show } from '../errors/show.js'
import type { Precision } from '../interpreter/kernels/arrays.js'
import type { LossChoice } from '../losses/index.js'
import type { MetricChoice } from '../metrics/index.js'
import type { WeightsByPath } from '../model/weights.js'
import type { OptimizerChoice } from '../optimizers/index.js'
import { count, nonNegative } from '../options/numbers.js'
import type { Callback } from './callbacks/callback.js'
import { type EarlyStoppingOptions, earlyStoppingOptions } from './callbacks/early-stopping.js'
import { type CheckpointOptions, checkpointOptions } from './checkpoints/options.js'

/** What `fit` tells while it works, after every chunk of steps. */
export interface Progress {
  /** The epoch at work, counted from 1, and how many there are. */
  readonly epoch: number
  readonly epochs: number
  /** Steps done, and how many there are in all epochs. */
  readonly step: number
  readonly steps: number
  /** Mean loss of the rows of the last step. */
  readonly loss: number
  readonly stepsPerSecond: number
  /** Estimated from the speed so far. */
  readonly secondsLeft: number
}

/** Options of `fit`. */
export interface FitOptions {
  /** What executes the graphs, for example `native` from `@parallax-ml/backend-native`. */
  readonly backend: BackendV1
  /** Of several outputs, one for all or one by output. */
  readonly loss: LossChoice | Readonly<Record<string, LossChoice>>
  /** How often to go through the data. */
  readonly epochs: number
  /** Default `adam`. */
  readonly optimizer?: OptimizerChoice
  /**
   * Default none. Of several outputs, the same for all or some by output. Those that need all rows at
   * once, such as `auc`, want `validationData`.
   */
  readonly metrics?: readonly MetricChoice[] | Readonly<Record<string, readonly MetricChoice[]>>
  /** Metrics that sample weights weigh; the history calls them `weighted…`. Default none. */
  readonly weightedMetrics?: FitOptions['metrics']
  /**
   * How much the loss of a row counts by its class: the class index, the place of the largest
   * target, or 0 and 1 of one output. Multiplies the sample weights of the training rows. Classes
   * that are not named weigh 1.
   */
  readonly classWeight?: ClassWeightChoice
  /** Share of each output's loss in the total, by output. Default 1. */
  readonly lossWeights?: Readonly<Record<string, number>>
  /** Rows per step, default 32; never more than there are rows. */
  readonly batchSize?: number
  /** Decides the first weights, the order of the rows and every mask. Default 0. */
  readonly seed?: number
  /** Whether each epoch has an order of its own. Default true. */
  readonly shuffle?: boolean
  /** Default `float32`. */
  readonly precision?: Precision
  /** Judged after every epoch, never trained on. */
  readonly validationData?: Dataset | RowSource
  /** The callback `earlyStopping`, for short. */
  readonly earlyStopping?: EarlyStoppingOptions
  /** What watches and steers the run, in this order: `reduceLearningRateOnPlateau` and so on. */
  readonly callbacks?: readonly Callback[]
  /** Where the run is kept, so that the same call goes on after whatever ended it. Default nowhere. */
  readonly checkpoint?: CheckpointOptions
  /** Take the place of the first weights that the seed would give, all or some. */
  readonly initialWeights?: WeightsByPath
  /**
   * `resident` data are bound once and gathered by the backend, `streamed` ones are fed step by
   * step; the numbers are the same. Default: resident, but a RowSource is always streamed.
   */
  readonly residency?: 'resident' | 'streamed'
  /** Stops training between chunks of steps; what is done is kept. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

const isCallback = (value: unknown): boolean => {
  const { name, begin } = Object(value) as Partial<Callback>
  return typeof name === 'string' && typeof begin === 'function'
}

const metricsChoice = z
  .union([z.array(z.unknown()), z.record(z.string(), z.array(z.unknown()))])
  .default([])

/** Schema of {@link FitOptions}. */
export const fitOptions = z.strictObject({
  backend: z.unknown().optional(),
  loss: z.unknown().optional(),
  epochs: count,
  optimizer: z.unknown().default('adam'),
  metrics: metricsChoice,
  weightedMetrics: metricsChoice,
  classWeight: z.unknown().optional(),
  lossWeights: z.record(z.string(), nonNegative).optional(),
  batchSize: count.default(32),
  seed: z.int().min(0).default(0),
  shuffle: z.boolean().default(true),
  precision: z.enum(['float32', 'float64']).default('float32'),
  validationData: z.unknown().optional(),
  earlyStopping: earlyStoppingOptions.optional(),
  callbacks: z.array(z.custom<Callback>(isCallback, 'not a callback')).default([]),
  checkpoint: checkpointOptions.optional(),
  initialWeights: z.unknown().optional(),
  residency: z.enum(['resident', 'streamed']).default('resident'),
  signal: z.unknown().optional(),
  onProgress: z.unknown().optional(),
})

/** Checked options, defaults filled in. */
export type ParsedFitOptions = z.output<typeof fitOptions> &
  Required<Pick<FitOptions, 'loss' | 'metrics' | 'weightedMetrics'>> &
  Pick<
    FitOptions,
    'backend' | 'classWeight' | 'validationData' | 'initialWeights' | 'signal' | 'onProgress'
  >

/**
 * Checks the options of `fit`.
 * @throws {OptionError} with the nearest right name.
 */
export function parseFitOptions(options: FitOptions): ParsedFitOptions {
  const parsed = parse(fitOptions, options, 'fit options', OptionError)
  requireBackend(parsed.backend)
  return parsed as ParsedFitOptions
}

/**
 * Checks that a value is a backend of the contract that this version speaks.
 * @throws {OptionError}
 */
export function requireBackend(backend: unknown): asserts backend is BackendV1 {
  if ((backend as BackendV1 | undefined)?.contract === 'v1') return
  throw new OptionError({
    where: 'option backend',
    problem: backend === undefined ? 'it is missing' : 'not a backend of contract v1',
    ...(backend === undefined ? {} : { received: show(backend) }),
    hint: "Install one and pass it: import { native } from '@parallax-ml/backend-native'.",
  })
}
