import { type BackendV1, openInterpreterSession, version } from '@parallax-ml/core'
import { canCompile, compileBytes } from './run/engine.js'
import { openCompiledSession } from './run/session.js'

/** Options of {@link createNativeBackend}; there are none yet. */
export type NativeBackendOptions = Readonly<Record<string, never>>

export function createNativeBackend(_options: NativeBackendOptions = {}): BackendV1 {
  let compiles: boolean | undefined
  const path = (): 'webassembly' | 'interpreter' => {
    compiles ??= canCompile()
    return compiles ? 'webassembly' : 'interpreter'
  }
  return {
    contract: 'v1',
    name: 'native',
    info: async () => ({
      engine: { name: 'parallax-native', version, native: false },
      device: 'cpu',
      threads: 1,
      precisions: ['float32', 'float64'],
      path: path(),
    }),
    supports: () => ({ supported: true }),
    open: async ({ precision }) =>
      path() === 'webassembly'
        ? openCompiledSession(precision, compileBytes)
        : openInterpreterSession({ precision }),
  }
}

/** The native backend with its defaults. */
export const native: BackendV1 = createNativeBackend()
