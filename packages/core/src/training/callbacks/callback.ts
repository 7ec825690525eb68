import type { Tensor } from '../../backend/tensor.js'
import type { Json } from '../../files/json-metadata.js'
import type { ModelSpec } from '../../spec/model-spec.js'
import type { History, Scores } from '../history.js'
import type { Stopped } from '../stopped.js'

/**
 * Something that watches a training, and may steer it. `fit` calls `begin` once, so that one callback
 * serves many trainings, each with hooks and memory of its own.
 *
 * @example
 * const stopAtOnePercent: Callback = {
 *   name: 'stopAtOnePercent',
 *   begin: () => ({
 *     onEpochEnd(training) {
 *       if (training.scores.loss < 0.01) training.stop('goodEnough', 'The loss is below 0.01.')
 *     },
 *   }),
 * }
 */
export interface Callback {
  readonly name: string
  /**
   * Checks its options against the run.
   * @throws {OptionError} if they do not suit it; nothing is allocated yet.
   */
  begin(facts: RunFacts): CallbackHooks
}

/** What is known before the first step. */
export interface RunFacts {
  readonly spec: ModelSpec
  /** Names of the values that the history will have, and which are the better ones. */
  readonly values: Readonly<Record<string, 'higher' | 'lower'>>
  readonly epochs: number
  readonly stepsPerEpoch: number
  /** Steps in all epochs. */
  readonly steps: number
}

/** What a callback does when; each is waited for. */
export interface CallbackHooks {
  /** Before the first step; `training.step` says whether a checkpoint brought it farther already. */
  onTrainBegin?(training: Training): void | Promise<void>
  /** After every epoch, or as often as `everyEpochs` says, when its scores are known. Training stands still. */
  onEpochEnd?(training: Training): void | Promise<void>
  /** After how many epochs, again and again, `onEpochEnd` is called. Default 1. */
  readonly everyEpochs?: number
  /** After every few steps, wherever training happens to stand; for progress, not for decisions. */
  onSteps?(training: Training): void | Promise<void>
  /** Takes the facts of every step, some time later; does not hold training up. */
  logStep?(record: StepRecord): void
  /** Takes the scores of every epoch, some time later; does not hold training up. */
  logEpoch?(record: EpochRecord): void
  /** After the last step; without an argument if training failed with an error. */
  onTrainEnd?(stopped?: Stopped): void | Promise<void>
  /** The weights that the model is to end up with, if not those of the last step. */
  finalWeights?():
    | { readonly weights: Readonly<Record<string, Tensor>>; readonly epoch: number }
    | undefined
  /** What a checkpoint keeps of the callback. */
  save?(): CallbackState
  /** Takes back what `save` gave. */
  restore?(state: CallbackState): void
}

/** A callback's memory. */
export interface CallbackState {
  readonly values: Json
  readonly tensors?: Readonly<Record<string, Tensor>>
}

/** The facts of a step. */
export interface StepRecord {
  /** Counted from 1. */
  readonly step: number
  readonly epoch: number
  /** Mean over the rows of the step. */
  readonly loss: number
  readonly learningRate: number
}

/** The facts of an epoch. */
export interface EpochRecord {
  /** Counted from 1. */
  readonly epoch: number
  /** Steps done. */
  readonly step: number
  /** Loss, metrics and the values of validation. */
  readonly scores: Scores
  /** That of the epoch's last step. */
  readonly learningRate: number
}

/** A training at work, as callbacks see and steer it. */
export interface Training {
  readonly spec: ModelSpec
  /** Steps done, of how many. */
  readonly step: number
  readonly steps: number
  /** Whole epochs done, of how many. */
  readonly epoch: number
  readonly epochs: number
  /** The scores of the last whole epoch. */
  readonly scores: Scores
  readonly history: History
  /** Mean loss of the rows of the last step. */
  readonly loss: number
  /** The rate of the next step. */
  readonly learningRate: number
  readonly stepsPerSecond: number
  /** What the trained model would have now, by `layer/weight`; copies. */
  weights(): Promise<Record<string, Tensor>>
  /** Ends training after this hook. The reason is for programs, the message for people. */
  stop(reason: string, message: string): void
  /** Multiplies all learning rates from the next step on, those of a schedule as well. */
  scaleLearningRate(factor: number): void
  /**
   * Freezes layers or sets them free from the next step on, whatever the spec says. Weights keep
   * what the optimiser knows of them. If some join that it never trained, its moments and their
   * corrections begin anew for all.
   * @throws {OptionError} if a layer is unknown, or none is left to train.
   */
  setTrainable(layers: readonly string[], trainable: boolean): void
}
