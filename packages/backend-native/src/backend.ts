import {
  type BackendInfo,
  type BackendV1,
  openInterpreterSession,
  UnsupportedError,
  version,
} from '@parallax-ml/core'
import { checkOptions, type NativeBackendOptions, type NativePath } from './options.js'
import { canCompile, compileBytes } from './run/engine.js'
import { loaderOf } from './run/precompiled.js'
import { openCompiledSession } from './run/session.js'
import { whyNoThreads } from './threads/thread.js'

/**
 * The backend that needs nothing installed: it compiles every program to one WebAssembly module, of
 * 128-bit vectors, that works in a memory shared by its session. It runs in Node, browsers and
 * workers. `info().path` says how programs run.
 *
 * @throws {OptionError} if an option is unknown or has no such value.
 *
 * @example
 * const run = await fit(spec, data, { backend: createNativeBackend(), loss: 'meanSquaredError' })
 */
export function createNativeBackend(options: NativeBackendOptions = {}): BackendV1 {
  checkOptions(options)
  const { modules, threads = 1 } = options
  let chosen: NativePath | undefined
  const path = (): NativePath => {
    chosen ??= options.path ?? possiblePath(modules)
    return chosen
  }
  const whyNot = (): string | undefined => {
    const reason = threads > 1 && path() === 'webassembly' ? whyNoThreads() : undefined
    return reason && `${threads} threads cannot share memory here: ${reason}`
  }
  return {
    contract: 'v1',
    name: 'native',
    info: async (): Promise<BackendInfo> => ({
      engine: { name: 'parallax-native', version, native: false },
      device: 'cpu',
      threads: path() === 'webassembly' && whyNot() === undefined ? threads : 1,
      precisions: ['float32', 'float64'],
      path: path() === 'imported' ? 'webassembly, imported' : path(),
    }),
    supports: () => {
      const reason = whyNot()
      return reason === undefined ? { supported: true } : { supported: false, reasons: [reason] }
    },
    open: async ({ precision }) => {
      const reason = whyNot()
      if (reason !== undefined) {
        throw new UnsupportedError({
          where: 'backend native',
          problem: reason,
          hint: 'Leave the option threads away, or serve the page with COOP and COEP headers.',
        })
      }
      if (path() === 'interpreter') return openInterpreterSession({ precision })
      if (path() === 'imported')
        return openCompiledSession({ precision, load: loaderOf(modules ?? []) })
      return openCompiledSession({ precision, load: compileBytes, threads })
    },
  }
}

function possiblePath(modules: readonly WebAssembly.Module[] | undefined): NativePath {
  if (canCompile()) return 'webassembly'
  return modules === undefined ? 'interpreter' : 'imported'
}

/** The native backend with its defaults. */
export const native: BackendV1 = createNativeBackend()
