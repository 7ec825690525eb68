import { describeBackend } from '@parallax-ml/conformance'
import { createNativeBackend } from './index.js'

describeBackend('native', { createBackend: () => createNativeBackend() })
