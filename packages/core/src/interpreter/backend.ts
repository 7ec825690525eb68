import type { BackendV1 } from '../backend/contract.js'
import { version } from '../version.js'
import { openInterpreterSession } from './session.js'

/**
 * The reference executor as a backend: slow, obvious, the same everywhere. Conformance trusts it
 * in float64; for work, take `@parallax-ml/backend-native`.
 */
export const interpreter: BackendV1 = {
  contract: 'v1',
  name: 'interpreter',
  info: async () => ({
    engine: { name: 'parallax-interpreter', version, native: false },
    device: 'cpu',
    threads: 1,
    precisions: ['float32', 'float64'],
    path: 'interpreter',
  }),
  supports: () => ({ supported: true }),
  open: async (options) => openInterpreterSession(options),
}
