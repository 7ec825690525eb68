import type { Scores } from '../../training/history.js'
import type { Stopped } from '../../training/stopped.js'
import type { ScoreSummary } from '../statistics/score-summary.js'

/** What one training of cross-validation came to. */
export interface FoldResult {
  /** Counted from 1. */
  readonly repeat: number
  /** Which fold of the repeat, counted from 1. */
  readonly fold: number
  /** Decided its first weights, order of rows and masks. */
  readonly seed: number
  /** How many rows it was trained on, and tested on. */
  readonly rows: { readonly train: number; readonly test: number }
  /** Loss and metrics on the rows that it was not trained on. */
  readonly scores: Scores
  /** The same on the rows that it was trained on. */
  readonly trainScores: Scores
  readonly stopped: Stopped
}

/** What {@link crossValidate} returns: plain data. */
export interface CrossValidation {
  readonly folds: readonly FoldResult[]
  /** Of each score on test rows over all folds. */
  readonly scores: Readonly<Record<string, ScoreSummary>>
  /** Of each score on training rows. */
  readonly trainScores: Readonly<Record<string, ScoreSummary>>
  /** Of the intervals. */
  readonly confidence: number
  /** Whether all folds are done, or the signal ended it before. */
  readonly stopped: { readonly reason: 'completed' | 'aborted'; readonly message: string }
}
