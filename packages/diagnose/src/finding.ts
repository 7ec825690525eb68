import type { Figure } from '@parallax-ml/report'

/** How bad it is. `not-assessable`: there are too few rows, or a thing that is needed is not there. */
export type Severity = 'ok' | 'info' | 'warn' | 'problem' | 'not-assessable'

/** From worst to best, as findings are listed. */
export const severities: readonly Severity[] = ['problem', 'warn', 'info', 'not-assessable', 'ok']

/** In which a value lies with 95 % confidence. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** What a check found: plain data. */
export interface Finding {
  /** The name of the check, for example `overfitting`. */
  readonly id: string
  /** In words, for people. */
  readonly title: string
  readonly severity: Severity
  /** What it means and what it rests on, in plain sentences. */
  readonly text: string
  /** What was computed, for example `training accuracy − cross-validated accuracy`. */
  readonly statistic: string
  /** Absent where it is not assessable. */
  readonly value?: number
  readonly interval?: Interval
  /** What `value` is held against. */
  readonly threshold?: number
  /** Where the threshold comes from: a paper, a library, or a calibration of our own. */
  readonly thresholdSource: string
  /** Rows, runs or whatever else the statistic was computed from. */
  readonly n: number
  readonly evidence: readonly Figure[]
  /** Names of remedies worth trying, the likeliest first. */
  readonly remedies: readonly string[]
  /** What would make the finding wrong. */
  readonly caveat?: string
}
