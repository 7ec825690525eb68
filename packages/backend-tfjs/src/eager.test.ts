import { describeBackend } from '@parallax-ml/conformance'
import { createTfjsBackend } from './index.js'

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
