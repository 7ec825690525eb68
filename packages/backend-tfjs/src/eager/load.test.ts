import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { loadEager } from './load.js'

test("the user's own engine gets its place again", async () => {
  tf.registerBackend('mine', () => new MathBackendCPU())
  await tf.setBackend('mine')
  const { withEngine } = await loadEager('cpu')
  expect(tf.getBackend()).toBe('mine')
  expect(withEngine((core) => core.getBackend())).toBe('cpu')
  expect(tf.getBackend()).toBe('mine')
  expect(() =>
    withEngine(() => {
      throw new Error('of the work')
    }),
  ).toThrow('of the work')
  expect(tf.getBackend()).toBe('mine')
})
