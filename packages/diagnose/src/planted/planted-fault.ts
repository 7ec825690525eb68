import type { DiagnoseOptions } from '../diagnose.js'
import type { Severity } from '../finding.js'
import type { DiagnosisData, Recipe } from '../subject.js'

/** What is given to `diagnose`, besides a backend. */
export interface Planted {
  readonly recipe: Recipe
  readonly data: DiagnosisData
  readonly options?: Pick<DiagnoseOptions, 'backends' | 'repeats'>
}

/**
 * A fault that a check has to find, and a control without it that it must not accuse. Both are pure
 * functions of a seed, and small: they train in milliseconds.
 */
export interface PlantedFault {
  /** The id of the check. */
  readonly check: string
  /** What is wrong, and what is different in the control, in words. */
  readonly fault: string
  readonly control: string
  /** Severities that say it was found; any of them is a false alarm on the control. */
  readonly finds: readonly Severity[]
  plant(seed: number): Planted
  clean(seed: number): Planted
}
