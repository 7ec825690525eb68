import { describeBackend } from '@parallax-ml/conformance'
import { createTfjsBackend } from './index.js'

describeBackend('tfjs', { createBackend: () => createTfjsBackend() })
