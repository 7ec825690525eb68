import type { Dataset, RowSource } from '@parallax-ml/core'
import type { TableEncoding, TableProfile } from '@parallax-ml/datasets'

/** Rows for a training run, encoded by what the training rows taught. */
export interface PreparedData {
  readonly encoding: TableEncoding
  /** Of all rows that have a target. */
  readonly profile: TableProfile
  /** Of the rows that are trained on. */
  readonly trained: TableProfile
  readonly train: Dataset | RowSource
  /** Decides when to stop; absent where there are too few rows. */
  readonly validation: Dataset | RowSource | undefined
  /** Judges the result, and has no part in training; absent where none are held back. */
  readonly test: Dataset | RowSource | undefined
  readonly counts: { readonly train: number; readonly validation: number; readonly test: number }
  /** What was done to the data, as sentences. */
  readonly notes: readonly string[]
}

/** How to prepare data. */
export interface PrepareOptions {
  readonly target: string
  readonly task: 'classification' | 'regression' | undefined
  readonly types: Readonly<Record<string, 'category' | 'number' | 'text'>>
  readonly ignore: readonly string[]
  readonly unknown: 'error' | 'zeros'
  /** Share of the rows to hold back; by default a fifth, where there are enough. */
  readonly testShare: number | undefined
  readonly ordered: boolean
  readonly group: string | undefined
  readonly seed: number
}

/** Of the rows that are not held back, this share decides when to stop. */
export const validationShare = 0.15

/** With fewer rows, nothing is held back unless it is asked for. */
export const fewestToHoldBack = 30

/** The share to hold back, and what to say if it is none. */
export function testShareOf(
  rows: number,
  given: number | undefined,
): { testShare: number; notes: string[] } {
  if (given !== undefined) return { testShare: given, notes: [] }
  if (rows >= fewestToHoldBack) return { testShare: 0.2, notes: [] }
  const note = `${rows} rows are too few to hold any back: all are trained on, and nothing judges the result. --test-share holds some back.`
  return { testShare: 0, notes: [note] }
}
