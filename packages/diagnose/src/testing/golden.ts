import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

/** One of the files in golden/. */
export const golden = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8'))

/** Every number in plain data, at any depth, against that of the reference. */
export function expectClose(actual: unknown, expected: unknown, tolerance = 1e-9): void {
  if (Array.isArray(expected)) {
    const values = actual as ArrayLike<unknown>
    assert.equal(values.length, expected.length)
    for (const [i, each] of expected.entries()) expectClose(values[i], each, tolerance)
    return
  }
  assert.equal(typeof actual, 'number')
  assert.equal(typeof expected, 'number')
  const allowed = tolerance * Math.max(1, Math.abs(expected as number))
  const gap = Math.abs((actual as number) - (expected as number))
  assert.ok(gap <= allowed, `${actual} instead of ${expected}`)
}

/** As {@link expectClose}, but relative to the reference however small it is. */
export function expectRelative(actual: number, expected: number, tolerance: number): void {
  const gap = Math.abs(actual - expected)
  assert.ok(gap <= tolerance * Math.abs(expected), `${actual} instead of ${expected}`)
}
