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
    const declared = isParallaxError(error) && error.code === 'UNSUPPORTED'
    return { outcome: declared ? 'unsupported' : 'failed', worst, error }
  }
}

/** The precisions in which a case runs on a backend. */
export const precisionsOf = (test: ConformanceCase, offered: readonly Precision[]): Precision[] =>
  offered.filter((precision) => test.precisions?.includes(precision) ?? true)
