import util from 'node:util'
import { describe, expect, test } from 'vitest'
import { isTfjsInstalled, loadTfNode } from './load-node.js'
import { mendNode } from './mend-node.js'

describe.skipIf(!isTfjsInstalled() && !process.env.CI)('TensorFlow', () => {
  test('runs with one number of threads in a process', async () => {
    const tf = await loadTfNode(1)
    expect(await loadTfNode(1)).toBe(tf)
    await expect(loadTfNode(2)).rejects.toThrow(
      'with another number of threads (expected 1, got 2)',
    )
  })
})

test('what newer Node lacks is there again', () => {
  mendNode()
  const mended = util as unknown as Record<string, (value: unknown) => boolean>
  expect([null, undefined, 0, ''].map(mended.isNullOrUndefined!)).toEqual([
    true,
    true,
    false,
    false,
  ])
  expect([[], {}].map(mended.isArray!)).toEqual([true, false])
})
