import { type BackendV1, openInterpreterSession, version } from '@parallax-ml/core'

/** Options of {@link createNativeBackend}; there are none yet. */
export type NativeBackendOptions = Readonly<Record<string, never>>

/**
 * The backend that needs nothing installed. Every program runs through core's interpreter; where a
 * program is compiled instead, `info().path` will say so.
 */
export function createNativeBackend(_options: NativeBackendOptions = {}): BackendV1 {
  return {
    contract: 'v1',
    name: 'native',
    info: async () => ({
      engine: { name: 'parallax-native', version, native: false },
      device: 'cpu',
      threads: 1,
      precisions: ['float32', 'float64'],
      path: 'interpreter',
    }),
    supports: () => ({ supported: true }),
    open: async (options) => openInterpreterSession(options),
  }
}

/** The native backend with its defaults. */
export const native: BackendV1 = createNativeBackend()
