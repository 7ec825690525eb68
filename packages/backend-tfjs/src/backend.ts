import type { BackendV1, Graph, Support } from '@parallax-ml/core'
import { compiledEngine } from './compiled/engine.js'
import { isKnown } from './compiled/lower.js'
import { loadTfNode } from './engine/load-node.js'
import { tfjsNodeVersion } from './engine/versions.js'
import { openSession } from './session.js'

/** Options of {@link createTfjsBackend}. */
export interface TfjsBackendOptions {
  readonly threads?: number
}

export function createTfjsBackend(options: TfjsBackendOptions = {}): BackendV1 {
  const threads = options.threads ?? 1
  const backend: BackendV1 = {
    contract: 'v1',
    name: 'tfjs',
    async info() {
      const tf = loadTfNode(threads)
      return {
        engine: {
          name: 'tensorflow',
          version: tf.findBackend('tensorflow').binding.TF_Version,
          native: true,
        },
        device: 'cpu',
        threads,
        precisions: ['float32', 'float64'],
        path: `SavedModel, tfjs-node ${tfjsNodeVersion}`,
      }
    },
    supports: ({ nodes }: Graph): Support => {
      const missing = nodes.filter(({ op }) => !isKnown(op))
      const reasons = [...new Set(missing.map(({ op }) => `it has no ${op}`))]
      return reasons.length === 0 ? { supported: true } : { supported: false, reasons }
    },
    open: async ({ precision }) =>
      openSession(backend, precision, compiledEngine(loadTfNode(threads), precision)),
  }
  return backend
}
export const tfjs: BackendV1 = createTfjsBackend()
