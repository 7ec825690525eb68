import {
  type BackendInfo,
  type BackendV1,
  type Graph,
  type Precision,
  type SessionV1,
  type Support,
  UnsupportedError,
} from '@parallax-ml/core'
import { isKnown as isWritten } from './compiled/lower.js'
import { eagerEngine, isKnown as isComputed } from './eager/engine.js'
import { type EagerName, loadEager } from './eager/load.js'
import { tfjsNodeVersion } from './engine/versions.js'
import { parseOptions, type TfjsBackendOptions } from './options.js'
import { openSession } from './session.js'

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

function eagerBackend(engine: EagerName): BackendV1 {
  const name = `tfjs-${engine}`
  const narrow = (precision: Precision): string[] =>
    precision === 'float64' ? ['TensorFlow.js has no float64'] : []
  const backend: BackendV1 = {
    contract: 'v1',
    name,
    async info(): Promise<BackendInfo> {
      const { tf } = await loadEager(engine)
      return {
        engine: { name: 'tensorflow.js', version: tf.version_core, native: false },
        device: 'cpu',
        threads: 1,
        precisions: ['float32'],
        path: `${engine === 'wasm' ? 'WebAssembly' : 'JavaScript'}, operation by operation`,
      }
    },
    supports: (graph, { precision }) => supportBy(graph, isComputed, narrow(precision)),
    async open({ precision }): Promise<SessionV1> {
      const [problem] = narrow(precision)
      if (problem !== undefined) throw new UnsupportedError({ where: `backend ${name}`, problem })
      const { withEngine } = await loadEager(engine)
      return openSession(backend, precision, eagerEngine(withEngine))
    },
  }
  return backend
}

function supportBy(
  { nodes }: Graph,
  isKnown: (op: string) => boolean,
  others: readonly string[],
): Support {
  const missing = nodes.filter(({ op }) => !isKnown(op)).map(({ op }) => `it has no ${op}`)
  const reasons = [...others, ...new Set(missing)]
  return reasons.length === 0 ? { supported: true } : { supported: false, reasons }
}

/** TensorFlow in Node, with its defaults: programs compiled to SavedModels, one thread. */
export const tfjs: BackendV1 = createTfjsBackend()

/** TensorFlow.js in WebAssembly, operation by operation; needs nothing installed. */
export const tfjsWasm: BackendV1 = createTfjsBackend({ engine: 'wasm' })

/** TensorFlow.js in JavaScript, operation by operation; needs nothing installed. */
export const tfjsCpu: BackendV1 = createTfjsBackend({ engine: 'cpu' })
