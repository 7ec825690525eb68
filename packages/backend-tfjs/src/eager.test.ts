import { describeBackend } from '@parallax-ml/conformance'
import { expect, test } from 'vitest'
import { createTfjsBackend } from './index.js'

// Not yet part of `npm test`: it takes too long.
if (process.env.CONFORMANCE_TFJS !== undefined) {
  describeBackend('tfjs-cpu', {
    createBackend: () => createTfjsBackend({ engine: 'cpu' }),
    precisions: ['float32'],
    timeout: 60_000,
  })

  describeBackend('tfjs-wasm', {
    createBackend: () => createTfjsBackend({ engine: 'wasm' }),
    precisions: ['float32'],
    timeout: 60_000,
  })
}

test('both engines have their names', () => {
  expect(createTfjsBackend({ engine: 'cpu' }).name).toBe('tfjs-cpu')
  expect(createTfjsBackend({ engine: 'wasm' }).name).toBe('tfjs-wasm')
})
