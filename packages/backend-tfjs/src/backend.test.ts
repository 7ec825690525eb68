import { describeBackend } from '@parallax-ml/conformance'
import { expect, test } from 'vitest'
import { installedEngine } from './engine/folder.js'
import { createTfjsBackend } from './index.js'

const isInstalled = installedEngine() !== undefined

// Not yet part of `npm test`: it takes too long, and has not passed whole since its last changes.
const isAsked = process.env.CONFORMANCE_TFJS !== undefined

test.skipIf(!isAsked)('TensorFlow is installed', () => {
  expect(isInstalled).toBe(true)
})

if (isAsked && isInstalled) {
  describeBackend('tfjs', {
    createBackend: () => createTfjsBackend(),
    timeout: 60_000,
    skip: [
      {
        reason: 'TensorFlow reads denormal numbers as 0',
        cases: ['div', 'sign', 'log', 'rsqrt', 'floor'].map(
          (name) => `operations/${name}: range of float64 (numpy)`,
        ),
      },
    ],
  })
}
