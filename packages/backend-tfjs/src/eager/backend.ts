import {
  type BackendInfo,
  type BackendV1,
  type Precision,
  type SessionV1,
  UnsupportedError,
} from '@parallax-ml/core'
import { openSession } from '../session.js'
import { supportBy } from '../support.js'
import { eagerEngine } from './engine.js'
import { type EagerName, engines, type WasmPaths } from './engines.js'
import { loadEager } from './load.js'
import { isKnown } from './rules.js'

/** A backend on an engine of TensorFlow.js, operation by operation. */
export function eagerBackend(engine: EagerName, wasmPaths?: WasmPaths): BackendV1 {
  const name = `tfjs-${engine}`
  const { compute, device, path, threads } = engines[engine]
  const narrow = (precision: Precision): string[] =>
    precision === 'float64' ? ['TensorFlow.js has no float64'] : []
  const backend: BackendV1 = {
    contract: 'v1',
    name,
    async info(): Promise<BackendInfo> {
      const { tf } = await loadEager(engine, wasmPaths)
      return {
        engine: { name: 'tensorflow.js', version: tf.version_core, native: false },
        device: device?.(tf) ?? 'cpu',
        threads: (await threads?.()) ?? 1,
        precisions: ['float32'],
        path: `${path}, operation by operation`,
      }
    },
    supports: (graph, { precision }) => supportBy(graph, isKnown, narrow(precision)),
    async open({ precision }): Promise<SessionV1> {
      const [problem] = narrow(precision)
      if (problem !== undefined) throw new UnsupportedError({ where: `backend ${name}`, problem })
      const { withEngine } = await loadEager(engine, wasmPaths)
      return openSession(backend, precision, eagerEngine(withEngine, compute))
    },
  }
  return backend
}
