import type { BackendV1, Precision } from '@parallax-ml/core'
import { afterAll, describe, expect, test } from 'vitest'
import { allCases } from './all-cases.js'
import { type ConformanceCase, idOf, type Level, levels } from './case.js'
import { type CaseResult, precisionsOf, runCase } from './run-case.js'
import { formatTallies, type Tally, tally } from './tally.js'

/** Cases that a backend is known to fail. */
export interface Skip {
  /** Why, for whoever reads the list. */
  readonly reason: string
  /** Names as `level/name`, or patterns of them. */
  readonly cases: readonly (string | RegExp)[]
}

/** What {@link describeBackend} takes. */
export interface BackendUnderTest {
  /** Makes the backend; called once. */
  readonly createBackend: () => BackendV1 | Promise<BackendV1>
  /** A skipped case is run all the same, and fails if it would pass. */
  readonly skip?: readonly Skip[]
  /** Precisions to test; both by default. */
  readonly precisions?: readonly Precision[]
  /** Levels to test; all by default. So that a slow engine's suite can be several files, which run side by side. */
  readonly levels?: readonly Level[]
  /** Longest that a case may take, in milliseconds; vitest's own limit by default. */
  readonly timeout?: number
}

/**
 * Registers the whole suite for a backend with vitest, and prints how much of its bounds each level
 * used. What the backend declares unsupported is shown as skipped, with its reason.
 *
 * @example
 * describeBackend('native', { createBackend: () => native })
 */
export function describeBackend(name: string, options: BackendUnderTest): void {
  const { createBackend, skip = [], precisions = ['float32', 'float64'], timeout } = options
  const { levels: tested = levels } = options
  const tallies: Tally[] = []
  let backend: Promise<BackendV1> | undefined

  const check = async (
    one: ConformanceCase,
    precision: Precision,
    skipTest: (note: string) => void,
  ): Promise<void> => {
    backend ??= Promise.resolve(createBackend())
    const result = await runCase(one, await backend, precision)
    tallies.push({ level: one.level, precision, ...result })
    const reason = skip.find(({ cases }) =>
      cases.some((pattern) => matches(pattern, idOf(one))),
    )?.reason
    if (reason !== undefined) {
      expect(result.outcome, `'${idOf(one)}' is skipped (${reason}), but it passes`).not.toBe(
        'passed',
      )
      skipTest(reason)
    }
    if (result.outcome === 'unsupported') skipTest(messageOf(result))
    if (result.outcome === 'failed') throw result.error
  }

  describe(`conformance of ${name}`, () => {
    const cases = allCases()
    for (const level of tested) {
      describe(level, () => {
        for (const one of cases.filter((candidate) => candidate.level === level)) {
          for (const precision of precisionsOf(one, precisions)) {
            test(
              `${one.name} [${precision}]`,
              ({ skip: skipTest }) => check(one, precision, skipTest),
              timeout,
            )
          }
        }
      })
    }
    test('every skip names a case', () => {
      const ids = cases.map(idOf)
      const idle = skip
        .flatMap((entry) => entry.cases)
        .filter((pattern) => !ids.some((id) => matches(pattern, id)))
      expect(idle).toEqual([])
    })
    afterAll(() => console.log(`${name}\n${formatTallies(tally(tallies))}`))
  })
}

const matches = (pattern: string | RegExp, id: string): boolean =>
  typeof pattern === 'string' ? pattern === id : pattern.test(id)

const messageOf = ({ error }: CaseResult): string =>
  error instanceof Error ? error.message : String(error)
