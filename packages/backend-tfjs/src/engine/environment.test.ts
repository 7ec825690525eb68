import { afterEach, expect, test, vi } from 'vitest'
import { prepareEnvironment } from './environment.js'

const name = 'TF_NUM_INTRAOP_THREADS'
afterEach(() => vi.unstubAllEnvs())

test('the main thread tells TensorFlow how many threads it may use', () => {
  vi.stubEnv(name, '64')
  prepareEnvironment(2, true)
  expect(process.env[name]).toBe('2')
})

test('a worker thread cannot, and says what to do', () => {
  vi.stubEnv(name, undefined)
  expect(() => prepareEnvironment(1, false)).toThrow(
    /backend tfjs: a worker thread .*=1 in the environment.*got nothing.*info\(\).*child process/,
  )
  vi.stubEnv(name, '2')
  expect(() => prepareEnvironment(1, false)).toThrow(/got 2/)
  expect(process.env[name]).toBe('2')
})

test('it may once the main thread has', () => {
  vi.stubEnv(name, '1')
  expect(() => prepareEnvironment(1, false)).not.toThrow()
})
