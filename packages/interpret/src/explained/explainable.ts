import type { OutputSpace, Provenance } from '../explanation.js'
import type { Matrix } from '../matrix.js'

/**
 * What is explained: a function of rows of numbers. Methods that need no more than answers take
 * any; those that differentiate take an {@link ExplainableModel}.
 */
export interface Explainable {
  readonly featureNames: readonly string[]
  readonly outputNames: readonly string[]
  readonly space: OutputSpace
  /** `[rows, features]` → `[rows, outputs]`. */
  predict(rows: Matrix): Promise<Matrix>
  readonly provenance: Provenance
}
