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

/** Rows that one call of `predict` gets at most, so that memory stays bounded. */
const chunk = 4096

/** Counts the rows it asks for, in calls of bounded size. */
export interface Counted {
  predict(rows: Matrix): Promise<Matrix>
  /** Rows asked for so far. */
  readonly evaluations: number
}

/** An explained function as explainers call it. */
export function counted(explained: Explainable): Counted {
  let evaluations = 0
  return {
    get evaluations() {
      return evaluations
    },
    async predict({ rows, columns, values }) {
      evaluations += rows
      const answers = new Float64Array(rows * explained.outputNames.length)
      for (let from = 0; from < rows; from += chunk) {
        const to = Math.min(rows, from + chunk)
        const part = values.subarray(from * columns, to * columns)
        const found = await explained.predict({ rows: to - from, columns, values: part })
        answers.set(found.values, from * found.columns)
      }
      return { rows, columns: explained.outputNames.length, values: answers }
    },
  }
}
