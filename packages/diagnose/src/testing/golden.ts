import { readFileSync } from 'node:fs'
import { expect } from 'vitest'

/** One of the files in golden/. */
export const golden = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8'))

/** Every number in plain data, at any depth, against that of the reference. */
export function expectClose(actual: unknown, expected: unknown, tolerance = 1e-9): void {
  if (Array.isArray(expected)) {
    expect(actual).toHaveLength(expected.length)
    for (const [i, each] of expected.entries()) {
      expectClose((actual as ArrayLike<unknown>)[i], each, tolerance)
    }
    return
  }
  expect(typeof actual).toBe('number')
  const allowed = tolerance * Math.max(1, Math.abs(expected as number))
  const gap = Math.abs((actual as number) - (expected as number))
  expect(gap, `${actual} instead of ${expected}`).toBeLessThanOrEqual(allowed)
}

/** As {@link expectClose}, but relative to the reference however small it is. */
export function expectRelative(actual: number, expected: number, tolerance: number): void {
  const gap = Math.abs(actual - expected)
  expect(gap, `${actual} instead of ${expected}`).toBeLessThanOrEqual(
    tolerance * Math.abs(expected),
  )
}
