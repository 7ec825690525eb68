import { isParallaxError } from '../../errors/parallax-error.js'
import type { Callback } from '../../training/callbacks/callback.js'
import { fit } from '../../training/fit.js'
import { validationName } from '../../training/history.js'
import type { Stopped } from '../../training/stopped.js'
import { crossValidate } from '../cross-validation/cross-validate.js'
import type { DivisionOptions } from '../cross-validation/options.js'
import { mean } from '../statistics/moments.js'
import type { BuiltTrial, TrialData } from './built-trial.js'
import { finiteScores, finiteStart, type Outcome } from './trial.js'

/** What ends a trial early: the reason, as long as there is one. */
export type JudgeOfEpoch = (curve: readonly number[]) => string | undefined

/** What a trial is run with. */
export interface TrialSetting extends TrialData {
  /** Of the values in the history, that which the search goes by. */
  readonly monitor: string
  /** For trials that choose none. */
  readonly seed: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Runs a trial.
 * @returns undefined if the signal aborted it.
 * @throws whatever is no typed error; a typed error is a failed trial.
 */
export async function runTrial(
  built: BuiltTrial,
  setting: TrialSetting,
  judge: JudgeOfEpoch | undefined,
): Promise<Outcome | undefined> {
  try {
    return await (setting.crossValidation === undefined
      ? validate(built, setting, judge)
      : validateCrosswise(built, setting, setting.crossValidation))
  } catch (error) {
    return failureOf(error)
  }
}

/**
 * A failed trial.
 * @throws the error, if it is no typed one.
 */
export function failureOf(error: unknown): Outcome {
  if (!isParallaxError(error)) throw error
  const { message, code } = error
  return { status: 'failed', scores: {}, epochs: 0, curve: [], message, code }
}

async function validate(
  { spec, options }: BuiltTrial,
  { data, validationData, monitor, seed, signal }: TrialSetting,
  judge: JudgeOfEpoch | undefined,
): Promise<Outcome | undefined> {
  const callbacks = [...(options.callbacks ?? []), ...(judge ? [terminator(judge, monitor)] : [])]
  const { model, history, stopped } = await fit(spec, data, {
    seed,
    ...options,
    callbacks,
    ...(validationData && { validationData }),
    ...(signal && { signal }),
  })
  await model.dispose()
  if (stopped.reason === 'aborted') return undefined
  const epoch = stopped.bestEpoch ?? stopped.epoch
  const scores = Object.entries(history).map(
    ([name, values]) => [name, values[epoch - 1]!] as const,
  )
  const curve = finiteStart(history[monitor] ?? [])
  return outcomeOf(Object.fromEntries(scores), monitor, stopped, { epochs: stopped.epoch, curve })
}

async function validateCrosswise(
  { spec, options }: BuiltTrial,
  { data, monitor, seed, signal }: TrialSetting,
  division: DivisionOptions,
): Promise<Outcome | undefined> {
  const { folds, scores, trainScores, stopped } = await crossValidate(spec, data, {
    seed,
    ...options,
    ...division,
    ...(signal && { signal }),
  })
  if (stopped.reason === 'aborted') return undefined
  const means = [
    ...Object.entries(trainScores).map(([name, own]) => [name, own.mean] as const),
    ...Object.entries(scores).map(([name, own]) => [validationName(name), own.mean] as const),
  ]
  const broken = folds.find((fold) => fold.stopped.reason === 'nonFiniteLoss')
  const epochs = mean(folds.map((fold) => fold.stopped.epoch))
  const end = broken?.stopped ?? stopped
  return outcomeOf(Object.fromEntries(means), monitor, end, { epochs, curve: [] })
}

function outcomeOf(
  scores: Readonly<Record<string, number>>,
  monitor: string,
  { reason, message }: Pick<Stopped, 'reason' | 'message'>,
  facts: Pick<Outcome, 'epochs' | 'curve'>,
): Outcome {
  const common = { scores: finiteScores(scores), ...facts }
  if (reason === 'nonFiniteLoss') return { status: 'diverged', ...common, message }
  const score = scores[monitor]!
  if (!Number.isFinite(score)) {
    return { status: 'diverged', ...common, message: `${monitor} is ${score}. ${message}` }
  }
  const status = reason === terminated ? 'terminated' : 'completed'
  return { status, score, ...common, message }
}

const terminated = 'earlyTermination'

/** Ends a trial that its judge gives up, unless its epochs are over anyway. */
const terminator = (judge: JudgeOfEpoch, monitor: string): Callback => ({
  name: 'search',
  begin: () => ({
    onEpochEnd(training) {
      if (training.epoch === training.epochs) return
      const reason = judge(training.history[monitor]!)
      if (reason !== undefined) training.stop(terminated, `Given up: ${reason}.`)
    },
  }),
})
