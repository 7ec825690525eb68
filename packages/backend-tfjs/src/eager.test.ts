import { describeBackend } from '@parallax-ml/conformance'
import { createTfjsBackend } from './index.js'

for (const engine of ['wasm', 'cpu'] as const) {
  describeBackend(`tfjs-${engine}`, {
    createBackend: () => createTfjsBackend({ engine }),
    precisions: ['float32'],
  })
}
