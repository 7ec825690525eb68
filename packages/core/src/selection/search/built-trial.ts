import type { Dataset, RowSource } from '../../data/source.js'
import { OptionError } from '../../errors/parallax-error.js'
import type { ModelSpec } from '../../spec/model-spec.js'
import type { FitOptions } from '../../training/options.js'
import type { DivisionOptions } from '../cross-validation/options.js'

/** What one trial trains. */
export interface BuiltTrial {
  readonly spec: ModelSpec
  /** Of `fit`; the data and the signal are the search's. */
  readonly options: Omit<FitOptions, 'validationData' | 'checkpoint' | 'signal' | 'onProgress'>
}

/**
 * Checks that a trial leaves to the search what is the search's.
 * @throws {OptionError} naming the option.
 */
export function checkBuilt({ options }: BuiltTrial): void {
  const name = ['validationData', 'checkpoint', 'signal', 'onProgress'].find(
    (own) => own in options,
  )
  if (name === undefined) return
  throw new OptionError({
    where: 'search options.build',
    problem: `the options that it gave have '${name}', which is not for a trial to choose`,
    hint: name === 'checkpoint' ? 'Keep the trials, and pass them as done.' : 'Leave it out.',
  })
}

/** On which data a trial is judged. */
export interface TrialData {
  readonly data: Dataset | RowSource
  readonly validationData?: Dataset | RowSource | undefined
  readonly crossValidation?: DivisionOptions | undefined
}
