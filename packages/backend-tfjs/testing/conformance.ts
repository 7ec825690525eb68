import { describeBackend } from '@parallax-ml/conformance'
import { type Level, levels } from '@parallax-ml/conformance/cases'
import { test } from 'vitest'
import { threads } from '../../../test/threads.js'
import { isTfjsInstalled } from '../src/engine/load-node.js'
import { createTfjsBackend } from '../src/index.js'

const training: readonly Level[] = ['training']
const models: readonly Level[] = ['gradients', 'optimizers', 'layers, losses and metrics']

/** The suite in three parts of about the same length, each a test file, so that they run side by side. */
const parts = {
  training,
  models,
  others: levels.filter((level) => ![...training, ...models].includes(level)),
}

/** Registers a part of the suite on TensorFlow; where it is missing, a skipped test, which in CI fails. */
export function describeTensorflow(part: keyof typeof parts): void {
  if (!isTfjsInstalled()) {
    const isSkipped = !process.env.CI
    test.skipIf(isSkipped)('TensorFlow, which `parallax doctor --fix tfjs` installs', () => {
      throw new Error('TensorFlow is not installed. `npm test` and `npm run compare` install it.')
    })
    return
  }
  describeBackend('tfjs', {
    createBackend: () => createTfjsBackend({ threads }),
    levels: parts[part],
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
