import type { BackendInfo, BackendV1 } from '@parallax-ml/core'
import { isKnown as isWritten } from './compiled/lower.js'
import { eagerBackend } from './eager/backend.js'
import { tfjsNodeVersion } from './engine/versions.js'
import { parseOptions, type TfjsBackendOptions } from './options.js'
import { openSession } from './session.js'
import { supportBy } from './support.js'

/**
 * A backend on TensorFlow. Nothing is loaded before a session is opened or `info()` is called.
 *
 * @throws {OptionError} if an option is unknown or does not fit.
 * @example
 * const run = await fit(spec, data, { backend: createTfjsBackend({ threads: 2 }), loss: 'meanSquaredError' })
 */
export function createTfjsBackend(options: TfjsBackendOptions = {}): BackendV1 {
  const { engine, threads } = parseOptions(options)
  return engine === 'node' ? compiledBackend(threads) : eagerBackend(engine)
}

function compiledBackend(threads: number): BackendV1 {
  const backend: BackendV1 = {
    contract: 'v1',
    name: 'tfjs',
    async info(): Promise<BackendInfo> {
      const { tensorflowVersionOf } = await import('./compiled/open.js')
      return {
        engine: { name: 'tensorflow', version: await tensorflowVersionOf(threads), native: true },
        device: 'cpu',
        threads,
        precisions: ['float32', 'float64'],
        path: `SavedModel in tfjs-node ${tfjsNodeVersion}`,
      }
    },
    supports: (graph) => supportBy(graph, isWritten, []),
    async open({ precision }) {
      // Not before it is needed: it brings modules of Node, and the eager engines run in browsers too.
      const { openCompiled } = await import('./compiled/open.js')
      return openSession(backend, precision, await openCompiled(threads, precision))
    },
  }
  return backend
}

/** TensorFlow in Node, with its defaults: programs compiled to SavedModels, one thread. */
export const tfjs: BackendV1 = createTfjsBackend()

/** TensorFlow.js in WebAssembly, operation by operation; needs nothing installed. */
export const tfjsWasm: BackendV1 = createTfjsBackend({ engine: 'wasm' })

/** TensorFlow.js in JavaScript, operation by operation; needs nothing installed. */
export const tfjsCpu: BackendV1 = createTfjsBackend({ engine: 'cpu' })
