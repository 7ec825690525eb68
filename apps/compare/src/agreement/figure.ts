/** A figure and what it may be. */
export interface Figure {
  /** Kinks or not. */
  readonly worst: number
  readonly bound: number
  readonly holds: boolean
  /** Present where a row is beyond the bound only because float64 itself jumps there. */
  readonly kinks?: Kinks
}

/** Rows that sit on a kink, such as a tie in max pooling. */
export interface Kinks {
  readonly rows: number
  readonly of: number
  /** The worst of all other rows. */
  readonly elsewhere: number
}

/** A figure that is within its bound, or is not; NaN is not. */
export const figureOf = (worst: number, bound: number): Figure => ({
  worst,
  bound,
  holds: worst <= bound,
})

/** Whether one is worse than another; nothing is worse than NaN. */
export const isWorse = (value: number, than: number): boolean =>
  !Number.isNaN(than) && !(value <= than)
