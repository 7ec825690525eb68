import type { ErrorCode } from '../../errors/parallax-error.js'
import type { Scores } from '../../training/history.js'
import type { ParameterValues } from './parameters.js'

/** One choice of parameters and what it came to; plain data. */
export interface Trial<Values = ParameterValues> {
  /** Counted from 1. */
  readonly trial: number
  readonly parameters: Values
  /**
   * `completed`: it has its score; `terminated`: early termination gave it up, and the score is that
   * of then; `diverged`: its numbers stopped being finite; `failed`: it had a typed error, for
   * example as the spec was not valid.
   */
  readonly status: 'completed' | 'terminated' | 'diverged' | 'failed'
  /** The value that the search goes by; absent unless it is finite. */
  readonly score?: number
  /**
   * Loss, metrics and, as `valLoss` and so on, those of rows that were not trained on, by the end
   * or in the epoch whose weights early stopping restored; means over the folds in cross-validation.
   * Only finite ones.
   */
  readonly scores: Partial<Scores>
  /** Whole epochs done; the mean over the folds in cross-validation. */
  readonly epochs: number
  /** The score after every epoch, as long as it was finite; empty in cross-validation. */
  readonly curve: readonly number[]
  /** Why it ended. */
  readonly message: string
  /** Of the error of a failed trial. */
  readonly code?: ErrorCode
}

/** A trial that is just over, without what tells it from others. */
export type Outcome = Omit<Trial, 'trial' | 'parameters'>

/** The scores that are finite, as JSON knows no others. */
export const finiteScores = (scores: Readonly<Record<string, number>>): Partial<Scores> =>
  Object.fromEntries(Object.entries(scores).filter(([, value]) => Number.isFinite(value)))

/** The values up to the first that is not finite. */
export function finiteStart(values: readonly number[]): readonly number[] {
  const end = values.findIndex((value) => !Number.isFinite(value))
  return end < 0 ? values : values.slice(0, end)
}
