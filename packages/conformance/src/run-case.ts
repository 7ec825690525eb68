import { type BackendV1, isParallaxError, type Precision } from '@parallax-ml/core'
import type { ConformanceCase } from './case.js'
import { worstShare } from './compare.js'

/** How a case ended. */
export interface CaseResult {
  readonly outcome: 'passed' | 'failed' | 'unsupported'
  /** Largest deviation as a share of its bound, 0 where nothing was compared. */
  readonly worst: number
  readonly error?: unknown
}

/** Runs one case on a backend in one precision. */
export async function runCase(
  test: ConformanceCase,
  backend: BackendV1,
  precision: Precision,
): Promise<CaseResult> {
  let worst = 0
  try {
    await test.run({
      backend,
      precision,
      compare: (actual, expected, bound, what) => {
        worst = Math.max(worst, worstShare(actual, expected, bound, what))
      },
    })
    return { outcome: 'passed', worst }
  } catch (error) {
    return { outcome: isDeclared(error) ? 'unsupported' : 'failed', worst, error }
  }
}

/** Whether an error is the typed refusal, also inside what a property test wraps around it. */
function isDeclared(error: unknown): boolean {
  if (isParallaxError(error)) return error.code === 'UNSUPPORTED'
  return error instanceof Error && error.cause !== undefined && isDeclared(error.cause)
}

/** The precisions in which a case runs on a backend. */
export const precisionsOf = (test: ConformanceCase, offered: readonly Precision[]): Precision[] =>
  offered.filter((precision) => test.precisions?.includes(precision) ?? true)
