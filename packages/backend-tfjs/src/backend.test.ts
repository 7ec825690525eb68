import { describeBackend } from '@parallax-ml/conformance'
import { expect, test } from 'vitest'
import { installedEngine } from './engine/folder.js'
import { createTfjsBackend } from './index.js'

const isInstalled = installedEngine() !== undefined

// `npm test` installs TensorFlow first. Where it could not, a laptop goes on and .ci/run does not.
test.skipIf(!isInstalled && !process.env.REQUIRE_ENGINES)('TensorFlow is installed', () => {
  expect(isInstalled).toBe(true)
})

if (isInstalled) {
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
