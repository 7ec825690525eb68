import { OptionError, yieldToEventLoop } from '@parallax-ml/core'
import { rowsPerCall } from '../explained/counted.js'
import type { ExplainableModel } from '../explained/explainable-model.js'
import type { Limits } from '../explained/limits.js'
import { type Matrix, rowOf, zeros } from '../matrix.js'
import { takeColumns } from './attribution-of.js'

/** Gradients that one call of the model gives at most; each needs far more memory than an answer. */
const gradientsPerCall = 1024

/** Points at which gradients are asked for, and what is done with them. */
export interface GradientVisit {
  /** Number of points. */
  readonly points: number
  /** Writes the features of a point. */
  pointAt(index: number, features: Float64Array): void
  /** Takes the gradient of an explained output at a point, which is valid during the call alone. */
  visit(index: number, output: number, gradient: Float64Array): void
}

/** Answers and gradients of some outputs of a model, counted together; a gradient counts as a row. */
export interface Asked {
  /**
   * Says how many more rows will be asked for, so that a budget which cannot suffice is refused before
   * any work.
   * @throws {OptionError} if that is more than the budget.
   */
  expect(rows: number): void
  /** `[rows, explained outputs]`. */
  predict(rows: Matrix): Promise<Matrix>
  /**
   * Differentiates every explained output at every point, in order, as batches in which each row is a
   * point and one of its outputs.
   * @throws the reason of the signal, once it is aborted.
   */
  forEachGradient(visit: GradientVisit): Promise<void>
  /** Does what needs so many rows, in calls for at most `perCall` of them from `start`. */
  inCalls(
    rows: number,
    perCall: number,
    ask: (start: number, size: number) => Promise<void>,
  ): Promise<void>
  readonly evaluations: number
}

/** A model as methods that differentiate ask it. */
export function asked(
  explained: ExplainableModel,
  outputs: readonly number[],
  { budget = Number.POSITIVE_INFINITY, signal, onProgress }: Limits,
): Asked {
  let evaluations = 0
  let expected = 0

  const inCalls: Asked['inCalls'] = async (rows, perCall, ask) => {
    requireBudget(evaluations + rows, budget)
    for (let start = 0; start < rows; start += perCall) {
      signal?.throwIfAborted()
      const size = Math.min(perCall, rows - start)
      await ask(start, size)
      evaluations += size
      onProgress?.({ evaluations, expected: Math.max(expected, evaluations) })
      if (start + size < rows) await yieldToEventLoop()
    }
  }

  return {
    inCalls,
    get evaluations() {
      return evaluations
    },
    expect(rows) {
      expected = evaluations + rows
      requireBudget(expected, budget)
    },
    async predict({ rows, columns, values }) {
      const answers = zeros(rows, outputs.length)
      await inCalls(rows, rowsPerCall, async (start, size) => {
        const part = values.subarray(start * columns, (start + size) * columns)
        const found = await explained.predict({ rows: size, columns, values: part })
        answers.values.set(takeColumns(found, outputs).values, start * outputs.length)
      })
      return answers
    },
    forEachGradient({ points, pointAt, visit }) {
      return inCalls(points * outputs.length, gradientsPerCall, async (start, size) => {
        const rows = zeros(size, explained.featureNames.length)
        const cotangents = zeros(size, explained.outputNames.length)
        for (let i = 0; i < size; i++) {
          const pair = start + i
          pointAt(Math.floor(pair / outputs.length), rowOf(rows, i))
          rowOf(cotangents, i)[outputs[pair % outputs.length]!] = 1
        }
        const gradients = await explained.gradients(rows, cotangents)
        for (let i = 0; i < size; i++) {
          const pair = start + i
          visit(Math.floor(pair / outputs.length), pair % outputs.length, rowOf(gradients, i))
        }
      })
    },
  }
}

function requireBudget(rows: number, budget: number): void {
  if (rows <= budget) return
  throw new OptionError({
    where: 'option budget',
    problem: 'the explanation needs more evaluations of the model',
    expected: `at least ${rows}`,
    received: String(budget),
    hint: 'Raise it, or explain fewer rows or outputs, or take fewer steps or samples.',
  })
}
