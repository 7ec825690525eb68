import { DataError, OptionError } from '@parallax-ml/core'
import type { Matrix } from '../matrix.js'
import type { Explainable } from './explainable.js'
import type { Limits } from './limits.js'

/** Rows that one call of `predict` gets at most, so that memory stays bounded. */
export const rowsPerCall = 4096

/** Counts the rows it asks for, in calls of bounded size. */
export interface Counted {
  /**
   * Says how many rows will be asked for in all, so that a budget which cannot suffice is refused
   * before any work.
   * @throws {OptionError} if that is more than the budget.
   */
  expect(rows: number): void
  /**
   * @throws {OptionError} if the budget does not allow so many more rows.
   * @throws {DataError} if the answers are not a finite number for each row and output.
   * @throws the reason of the signal, once it is aborted.
   */
  predict(rows: Matrix): Promise<Matrix>
  /** Rows asked for so far. */
  readonly evaluations: number
}

/** An explained function as explainers call it. */
export function counted(
  explained: Explainable,
  { budget, signal, onProgress }: Limits = {},
): Counted {
  const outputs = explained.outputNames.length
  let evaluations = 0
  let expected: number | undefined
  return {
    get evaluations() {
      return evaluations
    },
    expect(rows) {
      requireBudget(rows, budget)
      expected = rows
    },
    async predict({ rows, columns, values }) {
      requireBudget(evaluations + rows, budget)
      const answers = new Float64Array(rows * outputs)
      for (let from = 0; from < rows; from += rowsPerCall) {
        signal?.throwIfAborted()
        const to = Math.min(rows, from + rowsPerCall)
        const part = values.subarray(from * columns, to * columns)
        const found = await explained.predict({ rows: to - from, columns, values: part })
        requireNumbers(found, to - from, outputs)
        answers.set(found.values, from * outputs)
        evaluations += to - from
        onProgress?.(expected === undefined ? { evaluations } : { evaluations, expected })
      }
      return { rows, columns: outputs, values: answers }
    },
  }
}

function requireBudget(rows: number, budget: number | undefined): void {
  if (budget === undefined || rows <= budget) return
  throw new OptionError({
    where: 'option budget',
    problem: 'the explanation needs more evaluations of the model',
    expected: `at least ${rows}`,
    received: String(budget),
    hint: 'Raise it, explain fewer rows, take a smaller background, or a method that samples.',
  })
}

function requireNumbers({ values }: Matrix, rows: number, outputs: number): void {
  const bad = values.findIndex((value) => !Number.isFinite(value))
  if (bad < 0 && values.length === rows * outputs) return
  throw new DataError({
    where: "the model's answers",
    problem:
      bad < 0
        ? 'not one for each row and output'
        : 'not a finite number, which cannot be explained',
    expected: bad < 0 ? `${rows} · ${outputs}` : 'finite numbers',
    received: String(bad < 0 ? values.length : values[bad]),
  })
}
