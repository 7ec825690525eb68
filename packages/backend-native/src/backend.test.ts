import { describeBackend } from '@parallax-ml/conformance'
import { threads } from '../../../test/threads.js'
import { createNativeBackend } from './index.js'

describeBackend('native', { createBackend: () => createNativeBackend({ threads }) })
