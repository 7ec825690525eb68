import type { BackendV1, Precision } from '@parallax-ml/core'

/** The levels of the suite, in the order in which they build on one another. */
export const levels = [
  'round trips',
  'operations',
  'gradients',
  'optimizers',
  'layers, losses and metrics',
  'training',
  'random graphs',
  'sessions',
  'lifecycle',
  'refusal',
] as const

/** The name of a level. */
export type Level = (typeof levels)[number]

/** What a case runs with. */
export interface CaseContext {
  readonly backend: BackendV1
  readonly precision: Precision
  /**
   * Compares numbers with what they should be, and notes how much of the bound they use.
   * @throws {DeviationError} naming the first element beyond it.
   */
  compare(actual: ArrayLike<number>, expected: ArrayLike<number>, bound: Bound, what: string): void
}

/** How far a number may lie from the expected one: absolute + relative · |expected|. */
export interface Bound {
  readonly absolute: number
  readonly relative: number
}

/** One thing that a backend must do. */
export interface ConformanceCase {
  readonly level: Level
  /** Unique within its level; skips name it as `level/name`. */
  readonly name: string
  /** Precisions in which it makes sense; both by default. */
  readonly precisions?: readonly Precision[]
  /** Passes by returning. Throws core's UnsupportedError where the backend declares that it cannot. */
  run(context: CaseContext): Promise<void>
}

/** The whole name of a case: `level/name`. */
export const idOf = ({ level, name }: ConformanceCase): string => `${level}/${name}`
