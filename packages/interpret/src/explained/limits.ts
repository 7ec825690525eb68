import { z } from 'zod'

/** What methods take that ask a model for many rows. */
export interface Limits {
  /** Rows that the model may be asked for at most; what needs more is refused. Default no limit. */
  readonly budget?: number | undefined
  /** Ends the work between two questions to the model; the call rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Told after every question to the model. */
  readonly onProgress?: ((progress: AskProgress) => void) | undefined
}

/** How far a method is. */
export interface AskProgress {
  /** Rows that the model was asked for so far. */
  readonly evaluations: number
  /** How many there will be; absent for searches, which do not know it. */
  readonly expected?: number
}

/** The schema of {@link Limits}, to be spread into a method's own. */
export const limits = {
  budget: z.int().min(1).optional(),
  signal: z.instanceof(AbortSignal).optional(),
  onProgress: z
    .custom<(progress: AskProgress) => void>((value) => typeof value === 'function', 'no function')
    .optional(),
}

/** The schema of a seed: a whole number from 0 to 2^53 − 1. */
export const seed = z.int().min(0).default(0)
