import { describeBackend } from '@parallax-ml/conformance'
import { expect, test } from 'vitest'
import { createTfjsBackend } from './index.js'

describeBackend('tfjs-cpu', {
  createBackend: () => createTfjsBackend({ engine: 'cpu' }),
  precisions: ['float32'],
})

describeBackend('tfjs-wasm', {
  createBackend: () => createTfjsBackend({ engine: 'wasm' }),
  precisions: ['float32'],
})

test('both engines have their names', () => {
  expect(createTfjsBackend({ engine: 'cpu' }).name).toBe('tfjs-cpu')
  expect(createTfjsBackend({ engine: 'wasm' }).name).toBe('tfjs-wasm')
})
